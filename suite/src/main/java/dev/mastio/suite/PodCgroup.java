package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control group of a container, version 1 or 2, whichever this machine has.
 *
 * @param memory its folder in the hierarchy with the memory controller
 * @param cpu its folder in the one with the CPU controller; the same with version 2
 */
public record PodCgroup(Path memory, Path cpu) {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    /** That of a pod's first container. */
    public static PodCgroup of(RealCluster cluster, Pod pod) throws IOException {
        return of(cluster, pod.getStatus().getContainerStatuses().getFirst());
    }

    /** Fails with {@link NoSuchFileException} where the container has not begun or is gone. */
    public static PodCgroup of(RealCluster cluster, ContainerStatus status) throws IOException {
        String container = status.getContainerID();
        if (container == null) throw new NoSuchFileException(status.getName(), null, "not begun yet");
        String id = container.substring(container.lastIndexOf('/') + 1);
        String name = cluster.kube().setting("cgroup_name");
        return new PodCgroup(
                find(hierarchy("memory").resolve(name), id),
                find(hierarchy("cpu").resolve(name), id));
    }

    /** Bytes, as the kernel enforces them. */
    public long memoryLimit() throws IOException {
        return Long.parseLong(read(memory, isUnified() ? "memory.max" : "memory.limit_in_bytes"));
    }

    /** Thousandths of a CPU, as the kernel enforces them. */
    public long cpuLimit() throws IOException {
        if (isUnified()) {
            String quotaAndPeriod = read(cpu, "cpu.max");
            int space = quotaAndPeriod.indexOf(' ');
            return millis(quotaAndPeriod.substring(0, space), quotaAndPeriod.substring(space + 1));
        }
        return millis(read(cpu, "cpu.cfs_quota_us"), read(cpu, "cpu.cfs_period_us"));
    }

    /** What runs in it. */
    public List<ProcessHandle> processes() throws IOException {
        return Files.readAllLines(memory.resolve("cgroup.procs")).stream()
                .map(Long::parseLong)
                .map(ProcessHandle::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Takes in a process of this machine. */
    public void add(ProcessHandle process) throws IOException {
        Files.writeString(memory.resolve("cgroup.procs"), Long.toString(process.pid()));
    }

    private static boolean isUnified() {
        return Files.exists(ROOT.resolve("cgroup.controllers"));
    }

    private static Path hierarchy(String controller) {
        return isUnified() ? ROOT : ROOT.resolve(controller);
    }

    private static Path find(Path below, String container) throws IOException {
        Search search = new Search(container);
        Files.walkFileTree(below, Set.of(), 7, search);
        if (search.found == null) throw new NoSuchFileException(below.toString(), container, "no such control group");
        return search.found;
    }

    /** Groups of other pods come and go meanwhile. */
    private static final class Search extends SimpleFileVisitor<Path> {

        private final String name;
        private @Nullable Path found;

        Search(String name) {
            this.name = name;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.endsWith(name)) return FileVisitResult.CONTINUE;
            found = folder;
            return FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path gone, IOException why) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static long millis(String quota, String period) {
        return Long.parseLong(quota) * 1000 / Long.parseLong(period);
    }

    private static String read(Path folder, String file) throws IOException {
        return Files.readString(folder.resolve(file)).strip();
    }
}
