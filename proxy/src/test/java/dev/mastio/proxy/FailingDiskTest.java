package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk that takes nothing any more, under a proxy on SQLite that is under load, and takes all again later. */
class FailingDiskTest {

    private static final Logger LOG = LoggerFactory.getLogger(FailingDiskTest.class);
    private static final int CALLERS = 16;

    private final HttpClient client = Clients.speaking(HTTP_1_1);

    @TempDir
    private Path directory;

    /** The kernel refuses each write of its process to a file, that of its log included, because the limit for the size of files is nought. */
    @Test
    void refusesWhatItCannotRecordAndRecoversByItself() throws Exception {
        try {
            prlimit(ProcessHandle.current().pid(), "--fsize");
        } catch (IOException e) {
            Needed.missing("there is no prlimit on PATH: nothing makes the disk fail");
        }
        try (ProxyProcess proxy = launch(List.of(), directory)) {
            LoggedInAgent agent = LoggedInAgent.newAt(proxy, "alice");
            long process = proxy.process().pid();
            String usual = prlimit(process, "--fsize", "--output=SOFT", "--noheadings", "--raw");
            List<String> acknowledged;
            try (RecordingLoad load = RecordingLoad.on(proxy, agent, CALLERS)) {
                load.awaitMore();

                prlimit(process, "--fsize=0:");
                proxy.awaitWithoutDatabase(client);
                load.awaitAllRefused();
                int before = load.count();
                load.awaitAllRefused();
                assertThat(load.count()).isEqualTo(before);

                prlimit(process, "--fsize=" + usual + ":");
                acknowledged = recovered(proxy, load);
            }
            assertKept(acknowledged, proxy);
        }
    }

    /**
     * What it has left of its files, such as a write-ahead log that begins anew, is used up first, by smaller groups of calls in the end: so
     * calls are answered for a while.
     */
    @Test
    void refusesWhatAFullDiskHasNoRoomForAndRecoversOnceThereIsSome() throws Exception {
        SmallDisk disk = new SmallDisk(Files.createDirectory(directory.resolve("disk")));
        disk.missing().ifPresent(Needed::missing);
        try (ProxyProcess proxy = launch(disk.launcher(), disk.folder())) {
            LoggedInAgent agent = LoggedInAgent.newAt(proxy, "alice");
            List<String> acknowledged;
            try (RecordingLoad load = RecordingLoad.on(proxy, agent, CALLERS)) {
                load.awaitMore();

                Path filler = disk.fill(proxy.process().toHandle());
                proxy.awaitWithoutDatabase(client);
                load.awaitNoneTaken();

                Files.delete(filler);
                acknowledged = recovered(proxy, load);
            }
            assertKept(acknowledged, proxy);
        }
    }

    private ProxyProcess launch(List<String> by, Path data) throws IOException {
        Map<String, String> variables = new HashMap<>(RecordingLoad.SETTINGS);
        variables.put("PROXY_DB_URL", "sqlite:///" + data.resolve("mastio.db"));
        return ProxyProcess.launch(by, Main.class, directory, variables);
    }

    private List<String> recovered(ProxyProcess proxy, RecordingLoad load) {
        proxy.awaitReady(client);
        load.awaitMore();
        List<String> acknowledged = load.stop();
        LOG.info("{} calls refused, {} acknowledged", load.refused().size(), acknowledged.size());
        assertThat(load.failures()).isEmpty();
        return acknowledged;
    }

    private void assertKept(List<String> acknowledged, ProxyProcess proxy) throws Exception {
        Exported export = Exported.from(proxy, directory);
        assertThat(export.lost(acknowledged)).isEmpty();
        assertThat(export.calls()).doesNotHaveDuplicates();
        export.requireVerified();
    }

    private static String prlimit(long process, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder("prlimit", "--pid", Long.toString(process));
        command.command().addAll(List.of(arguments));
        Process running = command.redirectErrorStream(true).start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(running.waitFor()).as(output).isZero();
        return output;
    }
}
