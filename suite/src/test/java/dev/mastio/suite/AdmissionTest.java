package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server lets in, and what it says about what it does not. One file is one rule. */
@Unserved
@ExtendWith(ClusterExtension.class)
class AdmissionTest {

    private static final Path INSTANCES = Path.of("src/test/resources/instances");

    /** Held to what the load program prints by a test of its own. */
    private static final Path MEASURED_CLASS = Path.of("../benchmarks/src/test/resources/measured-class.yaml");

    static List<Path> valid() throws IOException {
        return filesIn("valid");
    }

    static List<BadInput> invalidInstances() throws IOException {
        return BadInput.in("instances/invalid");
    }

    static List<BadInput> invalidClasses() throws IOException {
        return BadInput.in("classes/invalid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidInstanceIsAccepted(Path file, TestNamespace namespace) throws IOException {
        HasMetadata instance = read(file, namespace);

        HasMetadata accepted = namespace
                .client()
                .resource(instance)
                .dryRun()
                .fieldValidation(Validation.STRICT)
                .create();

        assertThat(accepted.getMetadata().getUid()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalidInstances")
    void anInvalidInstanceIsRefusedWithTheWayOut(BadInput input, TestNamespace namespace) {
        assertRefused(namespace, input.objectIn(namespace.name()), input.expected());
    }

    @ParameterizedTest
    @MethodSource("invalidClasses")
    void anInvalidClassIsRefusedWithTheWayOut(BadInput input, TestNamespace namespace) {
        assertRefused(namespace, input.object(), input.expected());
    }

    private static void assertRefused(TestNamespace namespace, HasMetadata object, String expected) {
        KubernetesClientException refusal = catchThrowableOfType(
                KubernetesClientException.class,
                () -> namespace
                        .client()
                        .resource(object)
                        .dryRun()
                        .fieldValidation(Validation.STRICT)
                        .create());

        assertThat(refusal).isNotNull();
        assertThat(refusal.getCode()).isIn(400, 422);
        assertThat(refusal.getMessage()).contains(expected);
    }

    @Test
    void aClassThatBenchFloorPrintedIsAccepted(TestNamespace namespace) throws IOException {
        try (InputStream printed = Files.newInputStream(MEASURED_CLASS)) {
            HasMetadata accepted = namespace
                    .client()
                    .genericKubernetesResources(Api.GROUP + "/" + Api.VERSION, "MastioHardwareClass")
                    .load(printed)
                    .dryRun()
                    .fieldValidation(Validation.STRICT)
                    .create();

            assertThat(accepted.getMetadata().getUid()).isNotEmpty();
        }
    }

    @Test
    void theStorageTypeCannotChange(TestNamespace namespace) {
        namespace.create("fixed", MastioInstanceSpec.of("laptop"));

        KubernetesClientException refusal = catchThrowableOfType(
                KubernetesClientException.class,
                () -> namespace
                        .instance("fixed")
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"spec\":{\"storage\":{\"type\":\"postgres\",\"postgres\":{\"secretName\":\"db\"}}}}"));

        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).contains("storage.type can't change: the data would stay behind");
    }

    private static HasMetadata read(Path file, TestNamespace namespace) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // Typed reading would drop unknown fields before the server sees them.
            HasMetadata instance = namespace
                    .client()
                    .genericKubernetesResources(Api.GROUP + "/" + Api.VERSION, "MastioInstance")
                    .load(in)
                    .item();
            instance.getMetadata().setNamespace(namespace.name());
            return instance;
        }
    }

    private static List<Path> filesIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(INSTANCES.resolve(folder))) {
            return files.sorted().toList();
        }
    }
}
