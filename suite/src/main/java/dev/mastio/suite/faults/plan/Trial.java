package dev.mastio.suite.faults.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * One thing that is done, and when the operator is killed meanwhile.
 *
 * @param wanted the instance as it must be afterwards; as it was, where it is deleted
 * @param before replicas that it had before; 0 if there was none
 * @param kill after the deed; absent: no kill
 * @param again after the operator's next start; absent: one kill is enough
 */
public record Trial(Deed deed, Wanted wanted, int before, Optional<Duration> kill, Optional<Duration> again) {

    /** How often it kills. */
    public int kills() {
        return (kill.isPresent() ? 1 : 0) + (again.isPresent() ? 1 : 0);
    }

    /** For people. */
    public String what() {
        return switch (deed) {
            case CREATE ->
                "create %s%s%s"
                        .formatted(wanted.name(), wanted.sqlite() ? ", volume" : "", wanted.soaks() ? ", soaks" : "");
            case SCALE, SURGE -> "%s %s to %d".formatted(deed, wanted.name(), wanted.replicas());
            case SOAK ->
                "soak %s by token %s".formatted(wanted.name(), wanted.tokens().getLast());
            case FOLLOW, SILENCE, LEAVE -> "%s %s at %d".formatted(deed, wanted.name(), wanted.replicas());
            case TOUCH -> "touch " + wanted.name();
            case DELETE -> "delete %s, %s".formatted(wanted.name(), wanted.kept() ? "keys stay" : "all of it");
        };
    }
}
