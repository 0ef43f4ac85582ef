package dev.mastio.proxy.enrolment;

import java.util.List;

/** What may be granted together, so that the audit row of the decision can hold it. */
public final class Capabilities {

    /** All of the longest that are ASCII; others take up to six times the room. */
    private static final int MAX_BYTES = 13_000;

    private static final int ESCAPED = 6;
    private static final int AROUND_EACH = 3;

    private Capabilities() {}

    /** Whether they fit, as the audit log writes them: JSON in ASCII. */
    public static boolean fit(List<String> capabilities) {
        return capabilities.stream()
                        .mapToLong(capability -> AROUND_EACH
                                + capability
                                        .chars()
                                        .mapToLong(Capabilities::bytes)
                                        .sum())
                        .sum()
                <= MAX_BYTES;
    }

    private static long bytes(int character) {
        if (character == '"' || character == '\\') {
            return 2;
        }
        return character < ' ' || character > '~' ? ESCAPED : 1;
    }
}
