package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The processes behind the pods of an embedded cluster. Only its own descendants are ever looked at. */
final class Processes {

    private Processes() {}

    static List<ProcessHandle> ofProgram(TestCluster cluster, String mainClass) {
        return descendants(cluster).stream()
                .filter(process -> arguments(process).contains(mainClass))
                .toList();
    }

    static List<ProcessHandle> ofPod(TestCluster cluster, Pod pod) {
        String address = "MCP_PROXY_HOST=" + pod.getStatus().getPodIP();
        return descendants(cluster).stream()
                .filter(process -> environment(process).contains(address))
                .toList();
    }

    private static List<ProcessHandle> descendants(TestCluster cluster) {
        return ProcessHandle.of(cluster.cluster().pid())
                .orElseThrow()
                .descendants()
                .toList();
    }

    private static List<String> arguments(ProcessHandle process) {
        return read(process, "cmdline");
    }

    private static List<String> environment(ProcessHandle process) {
        return read(process, "environ");
    }

    private static List<String> read(ProcessHandle process, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
            return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
