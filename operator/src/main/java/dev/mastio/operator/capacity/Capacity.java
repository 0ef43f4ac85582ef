package dev.mastio.operator.capacity;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.HardwareClassSpec.ReplicaResources;
import dev.mastio.api.WorkloadMix;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rule of the sizing page. Its two containers, application and edge, are one process here, so their numbers add up, unless an
 * instance runs the original as its application; only the application's part grows beyond the page's machine of 8 cores and 8 GiB.
 */
public final class Capacity {

    private static final int PAGE_CORES = 8;
    private static final long PAGE_MIB = 8 * 1024;

    private static final long APPLICATION_MILLICORES = 4000;
    private static final long EDGE_MILLICORES = 2000;
    private static final long APPLICATION_MIB = 2048;
    private static final long EDGE_MIB = 256;

    private static final long APPLICATION_REQUEST_MILLICORES = 500;
    private static final long EDGE_REQUEST_MILLICORES = 250;
    private static final long APPLICATION_REQUEST_MIB = 256;
    private static final long EDGE_REQUEST_MIB = 32;

    /**
     * What one replica gets and sustains on machines of the class.
     *
     * @throws UnusableClassException when the class can't hold a working replica
     */
    public static ReplicaCapacity of(String className, HardwareClassSpec machine, WorkloadMix mix) {
        List<FieldProblem> problems = new ArrayList<>(ClassCheck.machine(machine));
        refuse(className, problems);
        ReplicaResources declared =
                Objects.requireNonNullElse(machine.resources(), new ReplicaResources(null, null, null, null));
        ReplicaCapacity capacity = compute(className, machine, declared, mix);
        problems.addAll(ClassCheck.resources(capacity, declared));
        refuse(className, problems);
        return capacity;
    }

    private static void refuse(String className, List<FieldProblem> problems) {
        if (!problems.isEmpty()) throw new UnusableClassException(className, problems);
    }

    private static ReplicaCapacity compute(
            String className, HardwareClassSpec machine, ReplicaResources declared, WorkloadMix mix) {
        Quantity cpuLimit = declaredOr(
                declared.cpuLimit(),
                CanonicalQuantity.cores(applicationMillicores(machine.cores()) + edgeMillicores(machine.cores())));
        long memory = inMebibytes(machine.memory());
        Quantity memoryLimit = declaredOr(
                declared.memoryLimit(),
                CanonicalQuantity.mebibytes(
                        // Rounded once.
                        (APPLICATION_MIB * memory + EDGE_MIB * Math.min(memory, PAGE_MIB)) / PAGE_MIB));
        return new ReplicaCapacity(
                className,
                machine.cores(),
                CanonicalQuantity.of(machine.memory()),
                declaredOr(
                        declared.cpuRequest(),
                        CanonicalQuantity.cores(APPLICATION_REQUEST_MILLICORES + EDGE_REQUEST_MILLICORES)),
                declaredOr(
                        declared.memoryRequest(),
                        CanonicalQuantity.mebibytes(APPLICATION_REQUEST_MIB + EDGE_REQUEST_MIB)),
                cpuLimit,
                memoryLimit,
                Floors.of(machine, mix),
                JvmFlags.of(inMillicores(cpuLimit), inMebibytes(memoryLimit)),
                apart(machine, declared));
    }

    /** What a class declares is the application's; the edge's part follows from the machine. */
    private static TwoContainers apart(HardwareClassSpec machine, ReplicaResources declared) {
        long memory = inMebibytes(machine.memory());
        ContainerResources application = new ContainerResources(
                declaredOr(declared.cpuRequest(), CanonicalQuantity.cores(APPLICATION_REQUEST_MILLICORES)),
                declaredOr(declared.memoryRequest(), CanonicalQuantity.mebibytes(APPLICATION_REQUEST_MIB)),
                declaredOr(declared.cpuLimit(), CanonicalQuantity.cores(applicationMillicores(machine.cores()))),
                declaredOr(declared.memoryLimit(), CanonicalQuantity.mebibytes(applicationMebibytes(memory))));
        long edgeMillicores = edgeMillicores(machine.cores());
        // A small machine's part would be too small for a JVM.
        long edgeMebibytes = Math.max(JvmFlags.SMALLEST_LIMIT_MIB, edgeMebibytes(memory));
        ContainerResources edge = new ContainerResources(
                CanonicalQuantity.cores(EDGE_REQUEST_MILLICORES),
                CanonicalQuantity.mebibytes(EDGE_REQUEST_MIB),
                CanonicalQuantity.cores(edgeMillicores),
                CanonicalQuantity.mebibytes(edgeMebibytes));
        return new TwoContainers(application, edge, JvmFlags.of(edgeMillicores, edgeMebibytes));
    }

    private static long applicationMillicores(int cores) {
        return APPLICATION_MILLICORES * cores / PAGE_CORES;
    }

    private static long edgeMillicores(int cores) {
        return EDGE_MILLICORES * Math.min(cores, PAGE_CORES) / PAGE_CORES;
    }

    private static long applicationMebibytes(long machine) {
        return APPLICATION_MIB * machine / PAGE_MIB;
    }

    private static long edgeMebibytes(long machine) {
        return EDGE_MIB * Math.min(machine, PAGE_MIB) / PAGE_MIB;
    }

    private static Quantity declaredOr(@Nullable Quantity declared, Quantity computed) {
        return declared == null ? computed : CanonicalQuantity.of(declared);
    }

    private static long inMillicores(Quantity cpu) {
        return cpu.getNumericalAmount().movePointRight(3).longValue();
    }

    static long inMebibytes(Quantity memory) {
        return memory.getNumericalAmount()
                .divideToIntegralValue(BigDecimal.valueOf(1 << 20))
                .longValue();
    }

    private Capacity() {}
}
