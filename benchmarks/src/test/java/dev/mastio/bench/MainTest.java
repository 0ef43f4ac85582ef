package dev.mastio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.server.HealthServer;
import dev.mastio.bench.server.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a shell sees it: exit codes, what is printed, what is written. */
class MainTest {

    @TempDir
    Path folder;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void endsWithZeroASummaryAndTwoFilesWhenThresholdsHold() {
        try (HealthServer server = HealthServer.healthy()) {
            int code = run(server, "health-throughput", "--duration", "1s", "--threshold", "http_req_failed:rate<0.01");

            assertThat(code).as(() -> err.toString(StandardCharsets.UTF_8)).isZero();
            assertThat(printed()).contains("════ Mastio /health throughput summary ════", "✓ http_req_failed");
            assertThat(folder.resolve("summary.json")).isNotEmptyFile();
            assertThat(folder.resolve("report.html")).isNotEmptyFile();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "floor", "soak", "soak-report", "auth", "replicas"})
    void tellsOfEachCommandWithoutAWarning(String command) {
        int code = Main.run(command, "--help");

        assertThat(code).isZero();
        assertThat(printed()).contains("Usage: bench " + command);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void endsWithOneWhenAThresholdIsBreached() {
        try (HealthServer slow = HealthServer.with(exchange -> {
            LockSupport.parkNanos(300_000_000);
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            int code = run(slow, "--vus", "2", "--duration", "1s");

            assertThat(code).isEqualTo(1);
            assertThat(printed()).contains("✗ http_req_duration p(95)<250").contains("✓ http_req_failed rate<0.01");
        }
    }

    @Test
    void losesNoResultWhenItsFilesCannotBeWritten() throws Exception {
        Files.createDirectory(folder.resolve("report.html"));
        try (HealthServer server = HealthServer.healthy()) {
            int code = run(server, "--vus", "1", "--duration", "300ms");

            assertThat(code).isEqualTo(3);
            assertThat(printed()).contains("Requests per sec:", "p(95)");
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("The report could not be written", "report.html");
        }
    }

    @Test
    void endsWithOneWhenNothingAnswers() {
        int code = Main.run(
                "run",
                "--url",
                RawServer.nobody().toString(),
                "--vus",
                "1",
                "--duration",
                "300ms",
                "--out",
                folder.toString());

        assertThat(code).isEqualTo(1);
        assertThat(printed()).contains("could not connect, such as: Connection refused");
    }

    @Test
    void offersAConstantRateWhenAsked() {
        try (HealthServer server = HealthServer.healthy()) {
            run(
                    server,
                    "--rate",
                    "50",
                    "--duration",
                    "1s",
                    "--threshold",
                    "http_reqs:count<=50",
                    "--summary-export",
                    folder.resolve("flat.json").toString());

            assertThat(printed()).contains("Requests total: 50\n").contains("✓ http_reqs count<=50");
            assertThat(folder.resolve("flat.json")).content().contains("\"count\": 50");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "run heath | neither a built-in scenario",
                "run --url ftp://x | must look like https://host:port",
                "run --stage 30:5 | '30' is not a duration",
                "run --stage 30s | must look like 30s:50",
                "run --vus 5 --rate 5 | exclude each other",
                "run --vus -1 | levels must be 0 or more",
                "run --duration 5 | '5' is not a duration",
                "run --timeout 0s | time-out must be at least",
                "run --threads 0 | threads must be",
                "run --threshold p(95)<1 | must look like http_req_duration:p(95)<250",
                "run --threshold http_reqs:p(95)<1 | there is no such value",
                "run --header X | must look like 'Name: value'",
                "run --insecure --ca x.pem | exclude each other",
                "run --ca nothere.pem --vus 1 | CA file 'nothere.pem'",
                "run --ops 127.0.0.1:9464 | --ops",
                "run --nonsense | Unknown option",
                "run --vus many | Invalid value for option '--vus'",
                "floor --derate 120 | derating must be 0 to 99 percent",
                "floor --repeats 0 | at least one repeat",
                "floor --memory lots | memory 'lots'",
                "floor --connections 0 | --connections must be at least 1",
                "nonsense | Unmatched argument"
            })
    void refusesABadCallWithCodeTwoAndSaysWhatIsWrong(String call, String complaint) {
        int code = Main.run(call.strip().split(" "));

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(complaint);
        assertThat(code).isEqualTo(2);
    }

    @Test
    void saysAtOnceWhenThereIsNoServerToCalibrate() {
        int code = Main.run("floor", "--url", RawServer.nobody().toString());

        assertThat(code).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("does not answer as expected: Connection refused");
    }

    @Test
    void printsOneScreenOfHelpForEachCommand() {
        assertThat(Main.run("--help")).isZero();
        assertThat(Main.run("run", "--help")).isZero();
        assertThat(Main.run("floor", "--help")).isZero();

        assertThat(printed()).contains("run", "floor", "--insecure", "--derate");
    }

    private int run(HealthServer server, String... more) {
        List<String> call = new ArrayList<>(List.of(
                "run",
                "--url",
                server.url().toString(),
                "--ca",
                server.certificate(folder).toString()));
        call.addAll(List.of("--out", folder.toString(), "--quiet"));
        call.addAll(List.of(more));
        return Main.run(call.toArray(String[]::new));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
