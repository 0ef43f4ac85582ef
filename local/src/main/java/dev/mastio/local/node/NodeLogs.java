package dev.mastio.local.node;

import dev.mastio.local.api.logs.PodLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The logs of all containers that ran on this node. */
public final class NodeLogs implements PodLogs {

    private final Path pods;
    private final Clock clock;
    private final Map<Path, ContainerLog> living = new ConcurrentHashMap<>();

    /** Logs below a directory of pods. */
    public NodeLogs(Path pods, Clock clock) {
        this.pods = pods;
        this.clock = clock;
    }

    ContainerLog open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(file);
        ContainerLog log = new ContainerLog(file, clock);
        living.put(file, log);
        return log;
    }

    void close(ContainerLog log) {
        living.remove(log.file());
    }

    @Override
    public void write(Query query, OutputStream out) throws IOException {
        PodFolder folder = PodFolder.of(pods, query.namespace(), query.pod(), query.podUid());
        List<Path> starts = IntStream.iterate(
                        newest(folder, query.container()), start -> start >= 0, start -> start - 1)
                .mapToObj(start -> folder.log(query.container(), start))
                .filter(Files::exists)
                .limit(2)
                .toList();
        int wanted = query.previous() ? 1 : 0;
        if (starts.size() <= wanted) {
            throw new NoSuchLog(
                    query.previous()
                            ? "previous terminated container \"%s\" in pod \"%s\" not found"
                                    .formatted(query.container(), query.pod())
                            : "container \"%s\" in pod \"%s\" is waiting to start"
                                    .formatted(query.container(), query.pod()));
        }
        Path file = starts.get(wanted);
        try (LogReader reader = new LogReader(file, query)) {
            reader.copy(query.follow() ? living.get(file) : null, out);
        }
    }

    static int newest(PodFolder folder, String container) {
        String[] names = folder.logs(container).toFile().list();
        return names == null
                ? -1
                : IntStream.range(0, names.length)
                        .map(i -> Integer.parseInt(names[i].replace(".log", "")))
                        .max()
                        .orElse(-1);
    }
}
