package dev.mastio.proxy.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

class SilenceTest {

    private final ByHand thread = new ByHand();
    private final AtomicLong progress = new AtomicLong();
    private final AtomicInteger tooLong = new AtomicInteger();

    @Test
    void isNoticedWhenNothingHasMovedForAllOfTheTime() {
        watch();

        thread.pass(3);
        assertThat(tooLong).hasValue(0);
        thread.pass(1);
        assertThat(tooLong).hasValue(1);
        assertThat(thread.tasks).isEmpty();
    }

    @Test
    void isNoneAsLongAsSomethingMovesNowAndThen() {
        watch();

        for (int i = 0; i < 10; i++) {
            thread.pass(3);
            progress.incrementAndGet();
        }
        thread.pass(1);
        assertThat(tooLong).hasValue(0);

        thread.pass(4);
        assertThat(tooLong).hasValue(1);
    }

    @Test
    void isNothingToThoseWhoNoLongerWait() {
        Silence silence = watch();
        thread.pass(2);

        silence.end();

        thread.pass(10);
        assertThat(tooLong).hasValue(0);
    }

    private Silence watch() {
        return Silence.watch(thread, Duration.ofSeconds(60), progress::get, tooLong::incrementAndGet);
    }

    /** Runs what it was given when a test says that its time has passed. */
    private static final class ByHand implements XnioExecutor {

        private final List<Runnable> tasks = new ArrayList<>();

        void pass(int times) {
            for (int i = 0; i < times; i++) {
                List<Runnable> due = List.copyOf(tasks);
                tasks.clear();
                due.forEach(Runnable::run);
            }
        }

        @Override
        public Key executeAfter(Runnable command, long time, TimeUnit unit) {
            assertThat(unit.toSeconds(time)).isEqualTo(15);
            tasks.add(command);
            return () -> tasks.remove(command);
        }

        @Override
        public Key executeAtInterval(Runnable command, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void execute(Runnable command) {
            throw new UnsupportedOperationException();
        }
    }
}
