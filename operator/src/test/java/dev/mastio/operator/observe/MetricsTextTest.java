package dev.mastio.operator.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void readsTheWantedNumbersAmongOthers() {
        String body = """
                # HELP mastio_arrivals_total requests that arrived at the data port
                # TYPE mastio_arrivals_total counter
                mastio_arrivals_total{traffic="client"} 1.234567E7
                mastio_arrivals_total{traffic="soak",} 42 1700000000000
                mastio_arrivals_total_created{traffic="client"} 9e9
                mastio_shed_total{reason="bucket",traffic="client"} 10.0
                mastio_shed_total{reason="queue",traffic="client"} 5.0
                mastio_shed_total{reason="queue",traffic="soak"} 7.0
                mastio_requests_total{family="health",outcome="ok",traffic="client"} 99.0
                process_start_time_seconds 1.7E9
                process_start_time_seconds_other 3
                """;

        Optional<PodSample> sample = parse(body);

        assertThat(sample).contains(new PodSample(NOW, 1.7e9, 12345670, 42, 15, Answers.NONE));
    }

    @Test
    void readsWhichAnswersWereLateOrFailed() {
        String body = """
                mastio_arrivals_total{traffic="client"} 200
                mastio_requests_total{family="health",outcome="ok",traffic="client"} 90.0
                mastio_requests_total{family="health",outcome="server_error",traffic="client"} 6.0
                mastio_requests_total{family="auth",outcome="server_error",traffic="client"} 1.0
                mastio_requests_total{family="auth",outcome="server_error",traffic="soak"} 50.0
                mastio_request_duration_seconds_bucket{family="health",traffic="client",le="0.2"} 70
                mastio_request_duration_seconds_bucket{family="health",traffic="client",le="0.25"} 80
                mastio_request_duration_seconds_bucket{family="health",traffic="client",le="+Inf"} 96
                mastio_request_duration_seconds_count{family="health",traffic="client"} 96
                mastio_request_duration_seconds_bucket{family="auth",traffic="client",le="0.25"} 3
                mastio_request_duration_seconds_count{family="auth",traffic="client"} 4
                mastio_request_duration_seconds_bucket{family="auth",traffic="soak",le="0.25"} 0
                mastio_request_duration_seconds_count{family="auth",traffic="soak"} 50
                """;

        assertThat(parse(body).orElseThrow().answers()).isEqualTo(new Answers(100, 17, 7));
    }

    @Test
    void leavesOutAnswersThatWaitForOtherServers() {
        String body = """
                mastio_arrivals_total{traffic="client"} 200
                mastio_requests_total{family="ingress",outcome="server_error",traffic="client"} 6.0
                mastio_request_duration_seconds_bucket{family="llm",traffic="client",le="0.25"} 0
                mastio_request_duration_seconds_count{family="llm",traffic="client"} 96
                """;

        assertThat(parse(body).orElseThrow().answers()).isEqualTo(Answers.NONE);
    }

    @Test
    void knowsNothingOfLateAnswersWithoutTheBucketOfTheObjective() {
        String body = """
                mastio_arrivals_total{traffic="client"} 200
                mastio_request_duration_seconds_bucket{family="health",traffic="client",le="0.3"} 0
                mastio_request_duration_seconds_count{family="health",traffic="client"} 96
                """;

        assertThat(parse(body).orElseThrow().answers()).isEqualTo(new Answers(96, 0, 0));
    }

    @Test
    void readsABodyWithoutALastLineBreakAndWithWindowsLineBreaks() {
        assertThat(parse("mastio_arrivals_total{traffic=\"client\"} 5\r\nprocess_start_time_seconds 2"))
                .contains(new PodSample(NOW, 2, 5, 0, 0, Answers.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>it works</html>",
                "mastio_arrivals_total 5",
                "mastio_arrivals_total{traffic=\"client\"",
                "mastio_arrivals_total{traffic=\"client\"}",
                "mastio_arrivals_total{traffic=\"client\"} many",
                "mastio_arrivals_total{traffic=\"client\"} NaN",
                "mastio_arrivals_total{traffic=\"client\"} -1",
                "mastio_arrivals_total{traffic=\"client\"} +Inf",
                "mastio_arrivals_total{traffic=\"client\"} 5\nprocess_start_time_seconds soon",
            })
    void refusesABodyWithoutReadableArrivals(String body) {
        assertThat(parse(body)).isEmpty();
    }

    @RepeatedTest(200)
    void neverThrowsWhateverTheBodyIs(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] body = FakePod.metrics(1, 2, 3, 4).getBytes(UTF_8);
        for (int change = 0; change < 20; change++) body[random.nextInt(body.length)] = (byte) random.nextInt(256);

        Optional<PodSample> sample = MetricsText.parse(body, NOW);

        sample.ifPresent(
                seen -> assertThat(seen.client()).isGreaterThanOrEqualTo(0).isFinite());
    }

    private static Optional<PodSample> parse(String body) {
        return MetricsText.parse(body.getBytes(UTF_8), NOW);
    }
}
