package dev.mastio.operator.capacity;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.HardwareClassSpec.Floor;
import dev.mastio.api.HardwareClassSpec.ReplicaResources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a hardware class unusable. The CRD refuses some of it, but not amounts of memory, and nothing when it is an
 * older one.
 */
final class ClassCheck {

    private static final int MOST_REQUESTS_PER_SECOND = 1_000_000;

    static List<FieldProblem> machine(HardwareClassSpec machine) {
        List<FieldProblem> problems = new ArrayList<>();
        if (machine.cores() < 1) {
            problems.add(new FieldProblem("spec.cores", machine.cores() + " cores: give at least 1"));
        }
        if (machine.memory() == null) {
            problems.add(new FieldProblem("spec.memory", "missing: give the memory of one machine, for example 8Gi"));
        } else {
            positive("spec.memory", machine.memory(), problems);
        }
        if (machine.floor() != null) floor(machine.floor(), problems);
        ReplicaResources declared = machine.resources();
        if (declared != null) {
            positive("spec.resources.cpuRequest", declared.cpuRequest(), problems);
            positive("spec.resources.memoryRequest", declared.memoryRequest(), problems);
            positive("spec.resources.cpuLimit", declared.cpuLimit(), problems);
            positive("spec.resources.memoryLimit", declared.memoryLimit(), problems);
        }
        return problems;
    }

    private static void floor(Floor floor, List<FieldProblem> problems) {
        if (floor.requestsPerSecond() < 1 || floor.requestsPerSecond() > MOST_REQUESTS_PER_SECOND) {
            problems.add(new FieldProblem(
                    "spec.floor.requestsPerSecond",
                    floor.requestsPerSecond() + " requests per second: give 1 to " + MOST_REQUESTS_PER_SECOND
                            + ", or leave out spec.floor for the rule of thumb"));
        }
        if (floor.source() == null) {
            problems.add(new FieldProblem("spec.floor.source", "missing: say Measured or Declared"));
        }
    }

    private static void positive(String path, @Nullable Quantity amount, List<FieldProblem> problems) {
        if (amount == null) return;
        try {
            BigDecimal number = amount.getNumericalAmount();
            if (number.signum() <= 0) {
                problems.add(new FieldProblem(path, amount + " is not more than nothing: give a positive amount"));
            } else if (CanonicalQuantity.tooLarge(number)) {
                problems.add(new FieldProblem(path, amount + " is more than Kubernetes can count: give less than 8Ei"));
            }
        } catch (IllegalArgumentException malformed) {
            problems.add(new FieldProblem(path, "'" + amount + "' is no quantity: write it like 8Gi or 500m"));
        }
    }

    static List<FieldProblem> resources(ReplicaCapacity replica, ReplicaResources declared) {
        List<FieldProblem> problems = new ArrayList<>();
        fits("cpu", replica.cpuRequest(), replica.cpuLimit(), declared.cpuLimit() != null, problems);
        fits("memory", replica.memoryRequest(), replica.memoryLimit(), declared.memoryLimit() != null, problems);
        if (Capacity.inMebibytes(replica.memoryLimit()) < JvmFlags.SMALLEST_LIMIT_MIB) {
            problems.add(new FieldProblem(
                    declared.memoryLimit() == null ? "spec.memory" : "spec.resources.memoryLimit",
                    "leaves a replica a memory limit of " + replica.memoryLimit() + ", but it needs "
                            + JvmFlags.SMALLEST_LIMIT_MIB + "Mi at least: give "
                            + (declared.memoryLimit() == null ? "machines with more memory, or declare " : "a higher ")
                            + "spec.resources.memoryLimit"));
        }
        if (exceeds(replica.cpuRequest(), new Quantity(Integer.toString(replica.cores())))) {
            problems.add(new FieldProblem(
                    "spec.resources.cpuRequest",
                    replica.cpuRequest() + " is more than the " + replica.cores()
                            + " cores of a machine: no machine could hold a replica; lower it"));
        }
        if (exceeds(replica.memoryRequest(), replica.memory())) {
            problems.add(new FieldProblem(
                    "spec.resources.memoryRequest",
                    replica.memoryRequest() + " is more than the " + replica.memory()
                            + " of a machine: no machine could hold a replica; lower it"));
        }
        return problems;
    }

    private static void fits(
            String resource, Quantity request, Quantity limit, boolean declared, List<FieldProblem> problems) {
        if (!exceeds(request, limit)) return;
        String limitField = "spec.resources." + resource + "Limit";
        problems.add(new FieldProblem(
                declared ? limitField : "spec.resources." + resource + "Request",
                "the " + resource + " request " + request + " is above the limit " + limit
                        + (declared ? "" : ", which follows from the machine") + ": declare a lower "
                        + "spec.resources." + resource + "Request or a higher " + limitField));
    }

    private static boolean exceeds(Quantity one, Quantity other) {
        return one.getNumericalAmount().compareTo(other.getNumericalAmount()) > 0;
    }

    private ClassCheck() {}
}
