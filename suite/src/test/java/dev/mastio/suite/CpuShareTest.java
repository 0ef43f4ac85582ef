package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, into a folder that looks like a tree of control groups. */
class CpuShareTest {

    @TempDir
    private Path root;

    @Test
    void isAQuotaAndAPeriodInVersionOne() throws Exception {
        Path group = Files.createDirectory(root.resolve("cpu")).resolve("ours");
        CpuShare share = CpuShare.below(root, "ours");
        assertThat(group.resolve("cpu.cfs_quota_us")).hasContent("-1");

        share.hold(0.3);

        assertThat(group.resolve("cpu.cfs_quota_us")).hasContent("3000");
        assertThat(group.resolve("cpu.cfs_period_us")).hasContent("10000");
    }

    @Test
    void isOneLineInVersionTwo() throws Exception {
        Files.createFile(root.resolve("cgroup.controllers"));
        CpuShare share = CpuShare.below(root, "ours");

        share.hold(0.25);
        assertThat(root.resolve("ours/cpu.max")).hasContent("2500 10000");

        share.release();
        assertThat(root.resolve("ours/cpu.max")).hasContent("max");
    }

    @Test
    void takesProcessesIn() throws Exception {
        Files.createFile(root.resolve("cgroup.controllers"));

        CpuShare.below(root, "ours").add(ProcessHandle.current());

        assertThat(root.resolve("ours/cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void saysWhatItNeedsWhereThereIsNone() {
        assertThatThrownBy(() -> CpuShare.below(root, "ours"))
                .isInstanceOf(CpuShare.Unavailable.class)
                .hasMessageContainingAll("control group", "as root");
    }
}
