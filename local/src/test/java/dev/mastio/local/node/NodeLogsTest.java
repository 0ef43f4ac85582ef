package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.api.logs.PodLogs;
import dev.mastio.local.api.logs.PodLogs.NoSuchLog;
import dev.mastio.local.api.logs.PodLogs.Query;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Query ALL =
            new Query("ns", "pod", "uid", "c", false, false, false, OptionalInt.empty(), Optional.empty());

    @TempDir
    private Path pods;

    private NodeLogs logs = new NodeLogs(Path.of("unset"), Clock.systemUTC());

    @BeforeEach
    void open() {
        logs = new NodeLogs(pods, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void givesBackWhatWasSaid() throws IOException {
        say(0, "one\ntwo\nthree without an end");

        assertThat(read(ALL)).isEqualTo("one\ntwo\nthree without an end\n");
    }

    @Test
    void givesTheLastLinesOnly() throws IOException {
        say(0, "one\ntwo\nthree\n");

        assertThat(read(tail(2))).isEqualTo("two\nthree\n");
        assertThat(read(tail(9))).isEqualTo("one\ntwo\nthree\n");
        assertThat(read(tail(0))).isEmpty();
    }

    @Test
    void putsTheTimeBeforeEachLineWhenAsked() throws IOException {
        say(0, "one\n");

        assertThat(read(new Query("ns", "pod", "uid", "c", false, false, true, OptionalInt.empty(), Optional.empty())))
                .isEqualTo("2026-01-01T12:00:00.000000000Z one\n");
    }

    @Test
    void leavesOutWhatIsOlder() throws IOException {
        say(0, "one\n");

        assertThat(read(since(NOON))).isEqualTo("one\n");
        assertThat(read(since(NOON.plusNanos(1)))).isEmpty();
    }

    @Test
    void keepsTheLogFromBeforeTheLastRestart() throws IOException {
        say(0, "first\n");
        say(1, "second\n");

        assertThat(read(ALL)).isEqualTo("second\n");
        assertThat(read(previous())).isEqualTo("first\n");
    }

    @Test
    void saysThatThereIsNoLogYet() throws IOException {
        assertThatThrownBy(() -> read(ALL)).isInstanceOf(NoSuchLog.class).hasMessageContaining("waiting to start");
        say(0, "first\n");
        assertThatThrownBy(() -> read(previous())).isInstanceOf(NoSuchLog.class).hasMessageContaining("previous");
    }

    @Test
    void followsUntilTheContainerHasEnded() throws Exception {
        ContainerLog log = logs.open(PodFolder.of(pods, "ns", "pod", "uid").log("c", 0));
        PipedOutputStream process = new PipedOutputStream();
        PipedInputStream said = new PipedInputStream(process);
        Thread scribe = Thread.ofVirtual().start(() -> log.record(said));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> write(follow(), out));

        process.write("one\n".getBytes(UTF_8));
        process.flush();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(out.toString(UTF_8)).isEqualTo("one\n"));
        assertThat(reader.isAlive()).isTrue();
        process.write("two\n".getBytes(UTF_8));
        process.close();

        scribe.join();
        reader.join();
        assertThat(out.toString(UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void takesAllThatAProcessSaysThoughTheDiskIsFull() {
        ContainerLog log = new ContainerLog(Path.of("/dev/full"), Clock.systemUTC());
        ByteArrayInputStream said =
                new ByteArrayInputStream("a line\n".repeat(100_000).getBytes(UTF_8));

        log.record(said);

        assertThat(said.available()).isZero();
    }

    private void say(int start, String text) throws IOException {
        ContainerLog log = logs.open(PodFolder.of(pods, "ns", "pod", "uid").log("c", start));
        log.record(new ByteArrayInputStream(text.getBytes(UTF_8)));
        logs.close(log);
    }

    private String read(Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        logs.write(query, out);
        return out.toString(UTF_8);
    }

    private void write(Query query, ByteArrayOutputStream out) {
        try {
            ((PodLogs) logs).write(query, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Query tail(int lines) {
        return new Query("ns", "pod", "uid", "c", false, false, false, OptionalInt.of(lines), Optional.empty());
    }

    private static Query since(Instant time) {
        return new Query("ns", "pod", "uid", "c", false, false, false, OptionalInt.empty(), Optional.of(time));
    }

    private static Query previous() {
        return new Query("ns", "pod", "uid", "c", false, true, false, OptionalInt.empty(), Optional.empty());
    }

    private static Query follow() {
        return new Query("ns", "pod", "uid", "c", true, false, false, OptionalInt.empty(), Optional.empty());
    }
}
