package dev.mastio.bench.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** The lines of a run, and what a test does at one of them, on the thread that wrote it. */
final class Progress implements Consumer<String> {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

    void when(String beginning, Runnable action) {
        actions.put(beginning, action);
    }

    List<String> lines() {
        return lines;
    }

    void await(String beginning) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> lines.stream().anyMatch(line -> line.startsWith(beginning)));
    }

    @Override
    public void accept(String line) {
        lines.add(line);
        actions.forEach((beginning, action) -> {
            if (line.startsWith(beginning)) action.run();
        });
    }
}
