package dev.mastio.suite.measure;

import java.util.List;

/** Changes of direction in a row of numbers. */
final class Turns {

    private Turns() {}

    /** How often a rise is followed by a fall or a fall by a rise, however many equal numbers lie between. */
    static int in(List<Integer> numbers) {
        int turns = 0;
        int direction = 0;
        for (int i = 1; i < numbers.size(); i++) {
            int step = Integer.compare(numbers.get(i), numbers.get(i - 1));
            if (step == 0) continue;
            if (step == -direction) turns++;
            direction = step;
        }
        return turns;
    }
}
