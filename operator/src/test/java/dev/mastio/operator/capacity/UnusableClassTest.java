package dev.mastio.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.WorkloadMix;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnusableClassTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {memory: 8Gi}                                                              | spec.cores                    | 0 cores
            {cores: 8}                                                                 | spec.memory                   | missing
            {cores: 8, memory: 0}                                                    | spec.memory                   | 0 is not more than nothing
            {cores: 8, memory: -1Gi}                                                   | spec.memory                   | -1Gi is not more than nothing
            {cores: 8, memory: '1e999999999'}                                        | spec.memory                   | more than Kubernetes can count
            {cores: 8, memory: lots}                                                   | spec.memory                   | 'lots' is no quantity
            {cores: 8, memory: 8Gi, floor: {source: Measured}}                         | spec.floor.requestsPerSecond  | 0 requests per second: give 1 to
            {cores: 8, memory: 8Gi, floor: {requestsPerSecond: 10}}                    | spec.floor.source             | say Measured or Declared
            {cores: 8, memory: 8Gi, resources: {cpuLimit: 500m}}                       | spec.resources.cpuLimit       | the cpu request 750m is above the limit 500m
            {cores: 8, memory: 8Gi, resources: {memoryLimit: 256Mi}}                   | spec.resources.memoryLimit    | the memory request 288Mi is above the limit 256Mi
            {cores: 8, memory: 8Gi, resources: {cpuRequest: 7}}                      | spec.resources.cpuRequest     | above the limit 6, which follows from the machine
            {cores: 8, memory: 512Mi}                                                  | spec.resources.memoryRequest  | the memory request 288Mi is above the limit 144Mi, which
            {cores: 8, memory: 8Gi, resources: {memoryRequest: 64Mi, memoryLimit: 128Mi}} | spec.resources.memoryLimit | needs 160Mi at least
            {cores: 2, memory: 8Gi, resources: {cpuRequest: 3, cpuLimit: 4}}       | spec.resources.cpuRequest     | more than the 2 cores
            {cores: 2, memory: 1Gi, resources: {memoryRequest: 2Gi, memoryLimit: 2Gi}} | spec.resources.memoryRequest  | more than the 1Gi
            {cores: 8, memory: 8Gi, resources: {cpuLimit: 0}}                        | spec.resources.cpuLimit       | 0 is not more than nothing
            """)
    void aClassThatCannotWorkIsRefusedWithTheFieldAndTheValue(String spec, String path, String message) {
        HardwareClassSpec machine = Serialization.unmarshal("---\n" + spec, HardwareClassSpec.class);

        UnusableClassException refusal = catchThrowableOfType(
                UnusableClassException.class, () -> Capacity.of("odd", machine, WorkloadMix.CHEAPEST));

        assertThat(refusal).hasMessageContaining("MastioHardwareClass odd");
        assertThat(refusal.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void allProblemsAreToldAtOnce() {
        HardwareClassSpec machine = Serialization.unmarshal("---\n{cores: 0, memory: 0}", HardwareClassSpec.class);

        UnusableClassException refusal = catchThrowableOfType(
                UnusableClassException.class, () -> Capacity.of("odd", machine, WorkloadMix.CHEAPEST));

        assertThat(refusal.problems()).extracting(FieldProblem::path).containsExactly("spec.cores", "spec.memory");
    }
}
