package dev.mastio.local.loop;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles objects by name: a name is never worked on twice at once, names that are added again while they wait are
 * worked on once, and one whose reconciliation fails comes back after a growing pause.
 */
public final class Loop implements AutoCloseable {

    /** Brings the world closer to what the object says; answers when to look again without being asked, if ever. */
    public interface Reconciler {
        Optional<Duration> reconcile(Key key);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final int DOUBLINGS = 10;
    private static final int UNUSUAL = 5;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("loop-clock").factory());

    private final String name;
    private final Reconciler reconciler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Key> queue = new ArrayDeque<>();
    private final Set<Key> waiting = new HashSet<>();
    private final Set<Key> running = new HashSet<>();
    private final Map<Key, Integer> failures = new HashMap<>();
    private final Map<Key, ScheduledFuture<?>> alarms = new HashMap<>();
    private boolean closed;

    public Loop(String name, int workers, Reconciler reconciler) {
        this.name = name;
        this.reconciler = reconciler;
        for (int i = 0; i < workers; i++) {
            Thread.ofVirtual().name(name + "-" + i).start(this::work);
        }
    }

    /** Asks for a reconciliation as soon as possible. */
    public void add(Key key) {
        lock.lock();
        try {
            if (waiting.add(key) && !running.contains(key)) {
                queue.add(key);
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (true) {
            Key key = take();
            if (key == null) {
                return;
            }
            Optional<Duration> again = attempt(key);
            done(key, again);
        }
    }

    private @Nullable Key take() {
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (closed) {
                    return null;
                }
                work.awaitUninterruptibly();
            }
            Key key = queue.remove();
            waiting.remove(key);
            running.add(key);
            return closed ? null : key;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Duration> attempt(Key key) {
        try {
            Optional<Duration> again = reconciler.reconcile(key);
            forgetFailures(key);
            return again;
        } catch (RuntimeException e) {
            int failed = countFailure(key);
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failed, DOUBLINGS));
            // Conflicts and things that have just gone are everyday between clients of one API, and heal by themselves.
            if (e instanceof KubernetesClientException && failed < UNUSUAL) {
                LOG.debug("{} {} failed, again in {}: {}", name, key, pause, e.getMessage());
            } else if (!isClosed()) {
                LOG.warn("{} {} failed {} times, again in {}", name, key, failed, pause, e);
            }
            return Optional.of(pause);
        }
    }

    private void done(Key key, Optional<Duration> again) {
        lock.lock();
        try {
            running.remove(key);
            ScheduledFuture<?> old = alarms.remove(key);
            if (old != null) {
                old.cancel(false);
            }
            if (closed) {
                return;
            }
            if (waiting.contains(key)) {
                queue.add(key);
                work.signal();
            }
            again.ifPresent(
                    pause -> alarms.put(key, CLOCK.schedule(() -> add(key), pause.toMillis(), TimeUnit.MILLISECONDS)));
        } finally {
            lock.unlock();
        }
    }

    private int countFailure(Key key) {
        lock.lock();
        try {
            return failures.merge(key, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void forgetFailures(Key key) {
        lock.lock();
        try {
            failures.remove(key);
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the workers after what they are doing; names that still wait are dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            alarms.values().forEach(alarm -> alarm.cancel(false));
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
