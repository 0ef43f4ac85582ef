package dev.mastio.operator.observe;

import dev.mastio.operator.observe.Watched.Answer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes the pods of all watched instances, each instance at its own offset within the common period. Lives as long as
 * this process leads.
 */
final class ScrapeLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeLoop.class);
    private static final Duration TICK = Duration.ofMillis(100);

    private final Map<ResourceID, Watched> instances;
    private final Function<ResourceID, List<PodTarget>> pods;
    private final Consumer<ResourceID> wake;
    private final InstantSource clock;
    private final MetricsScraper scraper;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("scrape-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scrape-timer").factory());
    private final Map<ResourceID, Turn> turns = new HashMap<>();
    private volatile boolean closed;

    ScrapeLoop(
            Map<ResourceID, Watched> instances,
            Function<ResourceID, List<PodTarget>> pods,
            Consumer<ResourceID> wake,
            MeterRegistry registry,
            InstantSource clock) {
        this.instances = instances;
        this.pods = pods;
        this.wake = wake;
        this.clock = clock;
        scraper = new MetricsScraper(threads, registry, clock);
    }

    void start() {
        // Its future has nothing to say: tick never throws.
        Future<?> _ = timer.scheduleAtFixedRate(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        threads.shutdownNow();
        scraper.close();
    }

    /** Runs on the timer, which drops a task that throws: so this one does not, whatever happens. */
    private void tick() {
        try {
            Pace pace = Pace.forPods(
                    instances.values().stream().mapToInt(Watched::pods).sum());
            long now = System.nanoTime();
            turns.keySet().retainAll(instances.keySet());
            instances.forEach((instance, watched) -> {
                Turn turn = turns.computeIfAbsent(instance, _ -> Turn.somewhenIn(pace.period(), now));
                if (turn.begins(now, pace.period())) {
                    threads.execute(() -> takeTurn(instance, watched, pace, turn));
                }
            });
        } catch (Throwable failure) {
            report("scraping the next instances", failure);
        }
    }

    private void takeTurn(ResourceID instance, Watched watched, Pace pace, Turn turn) {
        try {
            List<PodTarget> targets = List.copyOf(pods.apply(instance));
            List<Answer> answers = ask(targets);
            if (watched.take(targets, answers, pace, clock.instant()) && !closed) wake.accept(instance);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Throwable failure) {
            report("scraping the pods of " + instance, failure);
        } finally {
            turn.ends();
        }
    }

    private List<Answer> ask(List<PodTarget> targets) throws InterruptedException {
        Map<String, Future<Optional<PodSample>>> asked = new LinkedHashMap<>();
        for (PodTarget pod : targets) {
            if (!pod.address().isEmpty()) asked.put(pod.uid(), threads.submit(() -> scraper.scrape(pod)));
        }
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, Future<Optional<PodSample>>> pod : asked.entrySet()) {
            try {
                pod.getValue().get().ifPresent(sample -> answers.add(new Answer(pod.getKey(), sample)));
            } catch (ExecutionException failure) {
                report("scraping pod " + pod.getKey(), failure);
            }
        }
        return answers;
    }

    private void report(String what, Throwable failure) {
        if (!closed) LOG.error("{} failed, the next turn tries again", what, failure);
    }

    /** When an instance is next scraped; never while its last scrape still goes on. */
    private static final class Turn {
        private final AtomicBoolean busy = new AtomicBoolean();
        private long due;

        private Turn(long due) {
            this.due = due;
        }

        static Turn somewhenIn(Duration period, long now) {
            return new Turn(now + ThreadLocalRandom.current().nextLong(period.toNanos()));
        }

        boolean begins(long now, Duration period) {
            if (due - now > 0 || !busy.compareAndSet(false, true)) return false;
            due = Math.max(due, now - period.toNanos()) + period.toNanos();
            return true;
        }

        void ends() {
            busy.set(false);
        }
    }
}
