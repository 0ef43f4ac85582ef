package dev.mastio.operator.observe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the few wanted numbers out of Prometheus text. A body has hundreds of lines and comes once a second from every
 * pod, so lines are told apart by their first bytes, and only the wanted ones become strings.
 */
final class MetricsText {
    private static final byte[] ARRIVALS = ascii("mastio_arrivals_total");
    private static final byte[] SHED = ascii("mastio_shed_total");
    private static final byte[] ANSWERS = ascii("mastio_requests_total");
    private static final byte[] DURATIONS = ascii("mastio_request_duration_seconds_bucket");
    private static final byte[] DURATION_COUNT = ascii("mastio_request_duration_seconds_count");
    private static final byte[] STARTED = ascii("process_start_time_seconds");
    private static final String CLIENT = "traffic=\"client\"";
    private static final String SOAK = "traffic=\"soak\"";
    private static final String SERVER_ERROR = "outcome=\"server_error\"";

    /** The bucket that ends at the objective of 250 ms. */
    private static final byte[] IN_TIME = ascii("le=\"0.25\"");

    /** Their answers wait for tools, models and other servers, so they say nothing about this one. */
    private static final List<String> WAITING =
            List.of("family=\"ingress\"", "family=\"mcp\"", "family=\"llm\"", "family=\"egress\"");

    private double startedAt = Double.NaN;
    private double client;
    private double soak;
    private double shed;
    private double answered;
    private double inTime;
    private double failed;
    private boolean durations;
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
                ? Optional.of(new PodSample(at, text.startedAt, text.client, text.soak, text.shed, text.answers()))
                : Optional.empty();
    }

    /** Without the bucket of the objective nothing is known about what was late. */
    private Answers answers() {
        return new Answers(answered, durations ? Math.max(0, answered - inTime) : 0, failed);
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
        } else if (begins(body, start, end, DURATION_COUNT)) {
            String line = new String(body, start, end - start, ISO_8859_1);
            if (own(line)) answered += value(line);
        } else if (begins(body, start, end, DURATIONS) && has(body, start, end, IN_TIME)) {
            String line = new String(body, start, end - start, ISO_8859_1);
            if (own(line)) inTime += value(line);
            durations = true;
        } else if (begins(body, start, end, ANSWERS)) {
            String line = new String(body, start, end - start, ISO_8859_1);
            if (own(line) && line.contains(SERVER_ERROR)) failed += value(line);
        } else if (begins(body, start, end, STARTED)) {
            startedAt = value(new String(body, start, end - start, ISO_8859_1));
        }
    }

    private static boolean own(String line) {
        return line.contains(CLIENT) && WAITING.stream().noneMatch(line::contains);
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

    private static boolean has(byte[] body, int start, int end, byte[] word) {
        for (int from = start; from + word.length <= end; from++) {
            if (Arrays.equals(body, from, from + word.length, word, 0, word.length)) return true;
        }
        return false;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean begins(byte[] body, int start, int end, byte[] name) {
        int next = start + name.length;
        return end > next
                && (body[next] == ' ' || body[next] == '{')
                && Arrays.equals(body, start, next, name, 0, name.length);
    }
}
