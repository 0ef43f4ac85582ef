package dev.mastio.bench.load;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Load on its way.
 *
 * <pre>{@code
 * LoadRun run = LoadRun.start(target, profile, second -> log(second.rate()));
 * LoadResult result = run.result(); // or run.stop() first
 * }</pre>
 */
public final class LoadRun {

    private final List<EventLoop> loops;
    private final CompletableFuture<LoadResult> result;

    private LoadRun(List<EventLoop> loops, CompletableFuture<LoadResult> result) {
        this.loops = loops;
        this.result = result;
    }

    /**
     * Starts it with the engine's own idea of threads and TLS.
     *
     * @param listener called each second and at the end, on a thread of the run; it should be quick
     */
    public static LoadRun start(Target target, Profile profile, Consumer<Second> listener) {
        return start(target, profile, Tuning.automatic(), listener);
    }

    public static LoadRun start(Target target, Profile profile, Tuning tuning, Consumer<Second> listener) {
        TlsClient tls = target.secure() ? TlsClient.of(target.trust(), tuning.nativeTls()) : null;
        List<EventLoop> loops = IntStream.range(0, shares(profile, tuning))
                .mapToObj(_ -> new EventLoop(target, tls))
                .toList();
        return new LoadRun(loops, launch(loops, profile, listener));
    }

    /** Starts nothing new; requests under way may end. {@link #result} has what was measured until then. */
    public void stop() {
        loops.forEach(EventLoop::stop);
    }

    /** Answered or failed so far. */
    public long requests() {
        return loops.stream()
                .mapToLong(loop -> loop.meter().counts().requests())
                .sum();
    }

    public boolean running() {
        return !result.isDone();
    }

    /** Waits for the end. */
    public LoadResult result() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the load run broke: " + e.getCause(), e);
        }
    }

    private static CompletableFuture<LoadResult> launch(
            List<EventLoop> loops, Profile profile, Consumer<Second> listener) {
        Pacer pacer = new Pacer(profile.maxRate(), System.nanoTime());
        List<LoopThread> threads = IntStream.range(0, loops.size())
                .mapToObj(share -> new LoopThread(loops, profile, pacer, share))
                .toList();
        Sampler sampler = new Sampler(
                loops, threads.stream().mapToLong(LoopThread::threadId).toArray(), listener);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(LoadRun::clockThread);
        ScheduledFuture<?> sampling =
                clock.scheduleAtFixedRate(() -> sampleOrStop(sampler, loops), 1, 1, TimeUnit.SECONDS);
        threads.forEach(Thread::start);
        return CompletableFuture.allOf(threads.stream().map(LoopThread::end).toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        _ -> {
                            sampling.cancel(false);
                            sampler.sample();
                            return sampler.result(loops.stream().noneMatch(EventLoop::stopping));
                        },
                        clock)
                .whenComplete((_, _) -> clock.shutdown());
    }

    /** A listener that throws ends the run; the last sample, which is taken in any case, meets the same exception and reports it. */
    private static void sampleOrStop(Sampler sampler, List<EventLoop> loops) {
        try {
            sampler.sample();
        } catch (RuntimeException e) {
            loops.forEach(EventLoop::stop);
            throw e;
        }
    }

    /** No more loops than connections. */
    private static int shares(Profile profile, Tuning tuning) {
        int most = switch (profile) {
            case Profile.VirtualUsers users -> (int) Math.ceil(users.ramp().peak());
            case Profile.Arrivals arrivals -> arrivals.connections();
        };
        return Math.clamp(most, 1, tuning.threads());
    }

    private static Thread clockThread(Runnable task) {
        Thread thread = new Thread(task, "load-sampler");
        thread.setDaemon(true);
        return thread;
    }
}
