package dev.mastio.suite.measure;

import dev.mastio.api.MastioInstanceStatus.SoakRun;

/**
 * What a soak came to.
 *
 * @param peakMebibytes the most resident memory that the proxy has had since it started
 */
record SoakFinding(String verdict, String reason, String message, long peakMebibytes) {

    /** Why a soak passes. */
    static final String PASSED = "WithinLimits";

    private static final long AT_MOST = 150;

    static SoakFinding of(SoakRun run, long peakMebibytes) {
        return new SoakFinding(run.verdict().toString(), run.reason(), run.message(), peakMebibytes);
    }

    /** Whether it ended for that reason and, if it is to pass, with no more memory than a proxy may have; a leak has no such bound. */
    boolean isFor(String expected) {
        return reason.equals(expected) && (!expected.equals(PASSED) || peakMebibytes <= AT_MOST);
    }

    /** All of it, with what it had to keep within. */
    String toldFor(String expected) {
        return "%s, %s: %s; resident memory at its peak %d MiB%s"
                .formatted(
                        verdict,
                        reason,
                        message,
                        peakMebibytes,
                        expected.equals(PASSED) ? ", at most %d wanted".formatted(AT_MOST) : "");
    }
}
