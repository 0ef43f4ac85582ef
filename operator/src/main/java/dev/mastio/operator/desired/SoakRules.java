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
        kept("spec.soak.history.successful", soak.history().successful(), problems);
        kept("spec.soak.history.failed", soak.history().failed(), problems);
    }

    private static void kept(String path, int runs, Problems problems) {
        problems.addIf(
                runs < 1,
                path,
                runs + " keeps no run, but the verdict is read from the pod of a finished one: give 1 or more");
    }

    private SoakRules() {}
}
