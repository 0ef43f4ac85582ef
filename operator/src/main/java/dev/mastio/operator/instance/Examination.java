package dev.mastio.operator.instance;

import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.Capacity;
import dev.mastio.operator.capacity.FieldProblem;
import dev.mastio.operator.capacity.UnusableClassException;
import dev.mastio.operator.desired.MountedSecrets;
import dev.mastio.operator.desired.SecretFacts;
import dev.mastio.operator.desired.Validation;
import dev.mastio.operator.instance.LastGood.KnownClass;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.soak.CronSchedule;
import dev.mastio.operator.soak.InvalidScheduleException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds what is declared against what there is. */
final class Examination {

    private Examination() {}

    /** @param key of the instance, by which what is remembered of Secrets is sealed */
    static Basis.Inputs of(MastioInstance instance, Surroundings around, byte[] key) {
        MastioInstanceSpec spec = instance.getSpec();
        Map<String, SecretFacts> secrets = secrets(spec, around, key);
        List<FieldProblem> missing = new ArrayList<>(MountedSecrets.missing(spec, secrets));
        Optional<KnownClass> machine = machine(spec, around, missing);
        return new Basis.Inputs(spec, problems(instance), machine, missing, secrets);
    }

    private static List<FieldProblem> problems(MastioInstance instance) {
        MastioInstanceSpec spec = instance.getSpec();
        List<FieldProblem> problems =
                new ArrayList<>(Validation.of(instance.getMetadata().getName(), spec, Examination::scheduleProblem));
        Pausing.problem(instance).ifPresent(problems::add);
        return problems;
    }

    private static Optional<String> scheduleProblem(String schedule) {
        try {
            boolean fires = CronSchedule.parse(schedule, ZoneOffset.UTC)
                    .next(Instant.EPOCH)
                    .isPresent();
            return fires
                    ? Optional.empty()
                    : Optional.of("schedule '" + schedule
                            + "' never fires, because none of its months has that day: name a day that there is");
        } catch (InvalidScheduleException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, SecretFacts> secrets(MastioInstanceSpec spec, Surroundings around, byte[] key) {
        return around.given(MountedSecrets.required(spec).keySet()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> SecretFacts.sealed(entry.getValue(), key)));
    }

    private static Optional<KnownClass> machine(
            MastioInstanceSpec spec, Surroundings around, List<FieldProblem> missing) {
        String name = spec.hardwareClass();
        Optional<MastioHardwareClass> found = around.hardwareClass(name);
        if (found.isEmpty()) {
            missing.add(new FieldProblem(
                    "spec.hardwareClass",
                    "MastioHardwareClass " + name + " does not exist: create it, or name one that `kubectl get mhc`"
                            + " shows"));
            return Optional.empty();
        }
        MastioHardwareClass machine = found.get();
        try {
            Capacity.of(name, machine.getSpec(), spec.workload());
            return Optional.of(new KnownClass(name, machine.getMetadata().getGeneration(), machine.getSpec()));
        } catch (UnusableClassException e) {
            missing.add(new FieldProblem("spec.hardwareClass", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
