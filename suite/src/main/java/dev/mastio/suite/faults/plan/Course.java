package dev.mastio.suite.faults.plan;

import java.util.Optional;

/** Which way an instance's replicas go, from one number to another, and how far they have got. The way back is nobody's wish. */
final class Course {

    private final int after;
    private final boolean down;
    private int reached;

    Course(int before, int after) {
        this.after = after;
        down = after < before;
        reached = before;
    }

    /** So many are asked for now; tells if that is a step back, or too far down. */
    Optional<String> take(int number) {
        int before = reached;
        boolean astray = down ? number > before || number < after : number < before;
        reached = down ? Math.max(after, Math.min(before, number)) : Math.max(before, number);
        return astray
                ? Optional.of("%d replicas after %d, on the way to %d".formatted(number, before, after))
                : Optional.empty();
    }
}
