package dev.mastio.operator.soak;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron line, as the CronJob controller reads it.
 *
 * @param values the numbers that match
 * @param any written as {@code *}, {@code ?} or with a step of one: the field restricts nothing. A wider step, such as
 *     {@code *}{@code /2}, restricts, and so does a range that happens to hold every number; it matters for the two day fields only
 */
record CronField(BitSet values, boolean any) {

    /** The five fields, in the order in which they are written. */
    enum Kind {
        MINUTE("minute", 0, 59, ""),
        HOUR("hour", 0, 23, ""),
        DAY_OF_MONTH("day of month", 1, 31, ""),
        MONTH("month", 1, 12, "jan feb mar apr may jun jul aug sep oct nov dec"),
        DAY_OF_WEEK("day of week", 0, 6, "sun mon tue wed thu fri sat");

        private final String title;
        private final int min;
        private final int max;
        private final String names;

        Kind(String title, int min, int max, String names) {
            this.title = title;
            this.min = min;
            this.max = max;
            this.names = names;
        }

        private List<String> names() {
            return names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
        }
    }

    static CronField parse(String text, Kind kind) {
        BitSet values = new BitSet();
        boolean any = false;
        for (String part : text.split(",", -1)) {
            any |= addPart(part, kind, values);
        }
        return new CronField(values, any);
    }

    /** Adds what one part of the list matches; true when that is everything, written as such. */
    private static boolean addPart(String part, Kind kind, BitSet values) {
        String[] rangeAndStep = part.split("/", -1);
        if (rangeAndStep.length > 2) {
            throw refused(part, kind, "has more than one step");
        }
        int step = rangeAndStep.length == 2 ? number(rangeAndStep[1], part, kind) : 1;
        if (step < 1) {
            throw refused(part, kind, "has a step below 1");
        }
        String range = rangeAndStep[0];
        boolean star = range.equals("*") || range.equals("?");
        int first = kind.min;
        int last = kind.max;
        if (!star) {
            String[] ends = range.split("-", -1);
            if (ends.length > 2) {
                throw refused(part, kind, "has more than one hyphen");
            }
            first = value(ends[0], part, kind);
            boolean openEnded = ends.length == 1 && rangeAndStep.length == 2; // 5/15 is 5-59/15
            last = openEnded ? kind.max : value(ends[ends.length - 1], part, kind);
            if (first > last) {
                throw refused(part, kind, "ends before it begins: put the smaller one first, or write two ranges");
            }
        }
        for (int value = first; value <= last; value += step) {
            values.set(value);
        }
        return star && step == 1;
    }

    private static int value(String text, String part, Kind kind) {
        int named = kind.names().indexOf(text.toLowerCase(Locale.ROOT));
        int value = named >= 0 ? named + kind.min : number(text, part, kind);
        if (value < kind.min || value > kind.max) {
            String sunday = kind == Kind.DAY_OF_WEEK && value == 7 ? "; Sunday is 0 or sun" : "";
            throw refused(part, kind, "is outside %d-%d%s".formatted(kind.min, kind.max, sunday));
        }
        return value;
    }

    private static int number(String text, String part, Kind kind) {
        if (!text.matches("[0-9]{1,9}")) {
            throw refused(
                    part,
                    kind,
                    "is not a number"
                            + (kind.names().isEmpty()
                                    ? ""
                                    : " or a name such as " + kind.names().get(1)));
        }
        return Integer.parseInt(text);
    }

    private static InvalidScheduleException refused(String part, Kind kind, String why) {
        return new InvalidScheduleException("%s '%s' %s".formatted(kind.title, part, why));
    }
}
