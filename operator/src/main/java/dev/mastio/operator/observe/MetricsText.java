package dev.mastio.operator.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the few wanted numbers out of Prometheus text. A body has hundreds of lines and comes once a second from every
 * pod, so lines are told apart by their first bytes, and only the wanted ones become strings.
 */
final class MetricsText {
    private static final byte[] ARRIVALS = "mastio_arrivals_total".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SHED = "mastio_shed_total".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STARTED = "process_start_time_seconds".getBytes(StandardCharsets.US_ASCII);
    private static final String CLIENT = "traffic=\"client\"";
    private static final String SOAK = "traffic=\"soak\"";

    private double startedAt = Double.NaN;
    private double client;
    private double soak;
    private double shed;
    private boolean arrivals;
    private boolean readable = true;

    private MetricsText() {}

    /** The sample in this body; empty if it does not have a readable number of arrivals. */
    static Optional<PodSample> parse(byte[] body, Instant at) {
        MetricsText text = new MetricsText();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n') end++;
            text.line(body, start, end);
            start = end + 1;
        }
        return text.arrivals && text.readable
                ? Optional.of(new PodSample(at, text.startedAt, text.client, text.soak, text.shed))
                : Optional.empty();
    }

    private void line(byte[] body, int start, int end) {
        if (begins(body, start, end, ARRIVALS)) {
            String line = new String(body, start, end - start, ISO_8859_1);
            if (line.contains(CLIENT)) client += value(line);
            else if (line.contains(SOAK)) soak += value(line);
            else return;
            arrivals = true;
        } else if (begins(body, start, end, SHED)) {
            String line = new String(body, start, end - start, ISO_8859_1);
            if (line.contains(CLIENT)) shed += value(line);
        } else if (begins(body, start, end, STARTED)) {
            startedAt = value(new String(body, start, end - start, ISO_8859_1));
        }
    }

    /** The number after name and labels; a time stamp may follow it. */
    private double value(String line) {
        int labels = line.lastIndexOf('}');
        String[] words = line.substring(labels < 0 ? line.indexOf(' ') + 1 : labels + 1)
                .trim()
                .split(" ", 2);
        try {
            double value = Double.parseDouble(words[0]);
            if (value >= 0 && value < Double.POSITIVE_INFINITY) return value;
        } catch (NumberFormatException notANumber) {
            // Told below, like a number that no counter can have.
        }
        readable = false;
        return 0;
    }

    private static boolean begins(byte[] body, int start, int end, byte[] name) {
        int next = start + name.length;
        return end > next
                && (body[next] == ' ' || body[next] == '{')
                && Arrays.equals(body, start, next, name, 0, name.length);
    }
}
