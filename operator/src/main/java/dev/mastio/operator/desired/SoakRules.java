package dev.mastio.operator.desired;

import dev.mastio.api.Soak;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

/** Schedules that the cluster would refuse, or never fire. */
final class SoakRules {

    static void check(Soak soak, Function<String, Optional<String>> scheduleProblem, Problems problems) {
        scheduleProblem.apply(soak.schedule()).ifPresent(problem -> problems.add("spec.soak.schedule", problem));
        // Not ZoneId.of: it also takes offsets such as +02:00, which a CronJob does not.
        problems.addIf(
                !ZoneId.getAvailableZoneIds().contains(soak.timeZone()),
                "spec.soak.timeZone",
                "'" + soak.timeZone() + "' is no IANA time zone: write it like Europe/Rome or Etc/UTC");
    }

    private SoakRules() {}
}
