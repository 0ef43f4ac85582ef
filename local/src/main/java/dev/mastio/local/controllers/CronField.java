package dev.mastio.local.controllers;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One field of a cron expression, read as the CronJob controller reads it.
 *
 * @param values what it matches
 * @param restricted false for {@code *} and {@code ?}, which leave the choice of day to the other day field
 */
record CronField(BitSet values, boolean restricted) {

    private static final String MONTHS = "-,JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC";
    private static final String DAYS = "SUN,MON,TUE,WED,THU,FRI,SAT";

    /** A field of a cron expression: its bounds and the names that stand for its numbers. */
    enum Place {
        MINUTE(0, 59, ""),
        HOUR(0, 23, ""),
        DAY_OF_MONTH(1, 31, ""),
        MONTH(1, 12, MONTHS),
        DAY_OF_WEEK(0, 6, DAYS);

        private final int first;
        private final int last;
        private final String names;

        Place(int first, int last, String names) {
            this.first = first;
            this.last = last;
            this.names = names;
        }
    }

    static CronField parse(Place place, String text) {
        BitSet values = new BitSet();
        boolean restricted = true;
        for (String part : text.split(",", -1)) {
            restricted &= !addPart(place, part, values);
        }
        return new CronField(values, restricted);
    }

    /** Adds what the part matches; answers whether it is an unrestricted star. */
    private static boolean addPart(Place place, String part, BitSet values) {
        String[] stepped = part.split("/", -1);
        String[] range = stepped[0].split("-", -1);
        if (stepped.length > 2 || range.length > 2) {
            throw new IllegalArgumentException("'" + part + "' has more than one '/' or '-'");
        }
        boolean star = range[0].equals("*") || range[0].equals("?");
        int step = stepped.length == 1 ? 1 : number(place, stepped[1]);
        int from = star ? place.first : value(place, range[0]);
        int open = stepped.length == 1 ? from : place.last;
        int to = star ? place.last : range.length == 1 ? open : value(place, range[1]);
        if (step == 0 || from > to || from < place.first || to > place.last || (star && range.length == 2)) {
            throw new IllegalArgumentException("'%s' is not within %d to %d, or steps by 0, or goes backwards"
                    .formatted(part, place.first, place.last));
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
        return star && step == 1;
    }

    private static int value(Place place, String text) {
        int name = List.of(place.names.split(",", -1)).indexOf(text.toUpperCase(Locale.ROOT));
        return name >= 0 && !text.isEmpty() ? name : number(place, text);
    }

    private static int number(Place place, String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is neither a number nor a name for %s".formatted(text, place), e);
        }
    }

    /** The values as Quartz reads them: always a list, and shifted, because its Sunday is 1. */
    String quartz(int shift) {
        return values.stream()
                .mapToObj(value -> Integer.toString(value + shift))
                .collect(Collectors.joining(","));
    }
}
