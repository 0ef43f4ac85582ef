package dev.mastio.proxy.store;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Waits for answers, but not for too long. One thread looks at all that wait a few times a second: a timer for each, set and taken back
 * for every request, wakes a thread each time.
 */
final class Waits {

    private static final long LOOK_MILLIS = 250;

    private static final Set<Wait> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofPlatform().name("overdue waits").daemon().start(Waits::endThoseOverdue);
    }

    private Waits() {}

    private record Wait(CompletableFuture<?> answer, long end) {

        boolean isOver(long now) {
            return now - end >= 0;
        }
    }

    private static final class Overdue extends Exception {
        private static final long serialVersionUID = 1;
    }

    /**
     * Waits for that answer.
     *
     * @throws TimeoutException if none comes for so long, or a little longer; then none will
     */
    static <T> T on(CompletableFuture<T> answer, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (answer.isDone()) {
            return answer.get();
        }
        Wait wait = new Wait(answer, System.nanoTime() + patience.toNanos());
        OPEN.add(wait);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Overdue) {
                throw new TimeoutException();
            }
            throw e;
        } finally {
            OPEN.remove(wait);
        }
    }

    private static void endThoseOverdue() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                long now = System.nanoTime();
                for (Wait wait : OPEN) {
                    if (wait.isOver(now)) {
                        wait.answer.completeExceptionally(new Overdue());
                    }
                }
            }
        } catch (InterruptedException e) {
            // nobody does
        }
    }
}
