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
 * @param unified whether it is of version 2
 */
public record PodCgroup(Path memory, Path cpu, boolean unified) {

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
        return below(ROOT, cluster.kube().setting("cgroup_name"), id);
    }

    /** That of a container of a cluster whose groups are in those of that name, in the tree of control groups there. */
    static PodCgroup below(Path root, String cluster, String container) throws IOException {
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        Path memory = find((unified ? root : root.resolve("memory")).resolve(cluster), container);
        return new PodCgroup(memory, unified ? memory : find(root.resolve("cpu").resolve(cluster), container), unified);
    }

    /** Bytes, as the kernel enforces them. */
    public long memoryLimit() throws IOException {
        return Long.parseLong(read(memory, unified ? "memory.max" : "memory.limit_in_bytes"));
    }

    /** Thousandths of a CPU, as the kernel enforces them. */
    public long cpuLimit() throws IOException {
        if (unified) {
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
