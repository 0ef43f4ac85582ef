package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read from a folder that looks like a tree of control groups; NodeTest reads the machine's own. */
class PodCgroupTest {

    private static final String POD = "kubepods/burstable/pod7";

    @TempDir
    private Path root;

    @Test
    void hasAFolderForEachControllerInVersionOne() throws Exception {
        Path memory = group("memory/mastio-kube-1", "abc");
        Files.writeString(memory.resolve("memory.limit_in_bytes"), "268435456\n");
        Path cpu = group("cpu/mastio-kube-1", "abc");
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), "50000\n");
        Files.writeString(cpu.resolve("cpu.cfs_period_us"), "100000\n");

        PodCgroup pod = PodCgroup.below(root, "mastio-kube-1", "abc");

        assertThat(pod.memoryLimit()).isEqualTo(256L << 20);
        assertThat(pod.cpuLimit()).isEqualTo(500);
    }

    @Test
    void hasOneFolderInVersionTwo() throws Exception {
        Files.createFile(root.resolve("cgroup.controllers"));
        group("mastio-kube-1", "other");
        Path group = group("mastio-kube-1", "abc");
        Files.writeString(group.resolve("memory.max"), "268435456\n");
        Files.writeString(group.resolve("cpu.max"), "50000 100000\n");
        Files.writeString(group.resolve("cgroup.procs"), ProcessHandle.current().pid() + "\n");

        PodCgroup pod = PodCgroup.below(root, "mastio-kube-1", "abc");

        assertThat(pod.memoryLimit()).isEqualTo(256L << 20);
        assertThat(pod.cpuLimit()).isEqualTo(500);
        assertThat(pod.processes()).containsExactly(ProcessHandle.current());
    }

    @Test
    void isMissingWhereTheContainerIsGone() throws Exception {
        Files.createFile(root.resolve("cgroup.controllers"));
        group("mastio-kube-1", "other");

        assertThatThrownBy(() -> PodCgroup.below(root, "mastio-kube-1", "abc"))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("abc");
    }

    private Path group(String cluster, String container) throws IOException {
        return Files.createDirectories(root.resolve(cluster).resolve(POD).resolve(container));
    }
}
