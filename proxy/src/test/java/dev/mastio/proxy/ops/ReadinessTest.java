package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.ops.Readiness.State.NotReady;
import dev.mastio.proxy.ops.Readiness.State.Ready;
import dev.mastio.proxy.store.Store;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    @Test
    void isReadyWhenTheStoreAnswers() throws Exception {
        assertThat(readiness(() -> {}).state()).isEqualTo(new Ready());
    }

    @Test
    void namesTheRootOfTheTroubleNotTheWrapping() throws Exception {
        Readiness readiness = readiness(() -> {
            throw new SQLException("timed out after 700ms", new SQLException("Connection refused"));
        });

        assertThat(readiness.state()).isEqualTo(new NotReady("database", "error: Connection refused"));
    }

    @Test
    void saysSoWhenTheLibraryOfTheStoreDoesNotLoad() throws Exception {
        Readiness readiness = readiness(() -> {
            throw new UnsatisfiedLinkError("no room in /tmp");
        });

        assertThat(readiness.state()).isEqualTo(new NotReady("database", "error: no room in /tmp"));
    }

    @Test
    void asksAgainAfterAnError() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        Readiness readiness = readiness(() -> {
            if (failures.getAndDecrement() > 0) {
                throw new StackOverflowError("too deep");
            }
        });

        assertThat(readiness.state()).isEqualTo(new NotReady("database", "error: too deep"));
        assertThat(readiness.state()).isEqualTo(new Ready());
    }

    @Test
    void healsByItself() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        Readiness readiness = readiness(() -> {
            if (failures.getAndDecrement() > 0) {
                throw new SQLException("away");
            }
        });

        assertThat(readiness.state()).isInstanceOf(NotReady.class);
        assertThat(readiness.state()).isEqualTo(new Ready());
    }

    @Test
    void doesNotWaitForAStoreThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Readiness readiness = readiness(never::await);

        assertThat(readiness.state()).isEqualTo(new NotReady("database", "error: no answer within 800 ms"));

        never.countDown();
    }

    @Test
    void namesTheCheckThatHangs() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Readiness readiness = new Readiness(store(() -> {}), never::await);
        readiness.open();

        assertThat(readiness.state()).isEqualTo(new NotReady("audit_chain", "unhealthy (no answer within 800 ms)"));

        never.countDown();
    }

    @Test
    void asksOnceForAllWhoWaitAtTheSameTime() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        Readiness readiness = readiness(() -> {
            questions.incrementAndGet();
            answer.await();
        });

        try (ExecutorService probes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Readiness.State>> hundred = IntStream.range(0, 100)
                    .<Callable<Readiness.State>>mapToObj(_ -> readiness::state)
                    .toList();
            for (Future<Readiness.State> state : probes.invokeAll(hundred)) {
                assertThat(state.get()).isInstanceOf(NotReady.class);
            }
        }

        assertThat(questions).hasValue(1);
        answer.countDown();
    }

    @Test
    void isNotReadyBeforeClientsCanConnectHoweverWellTheStoreIs() throws Exception {
        Readiness readiness = new Readiness(store(() -> {}), () -> {});

        assertThat(readiness.state()).isEqualTo(new NotReady("listener", "starting"));
    }

    @Test
    void isNotReadyWhileDrainingHoweverWellTheStoreIs() throws Exception {
        Readiness readiness = readiness(() -> {});

        readiness.drain();

        assertThat(readiness.state()).isEqualTo(new NotReady("shutdown", "draining"));
    }

    @Test
    void isNotReadyWhileNothingCanBeRecorded() throws Exception {
        Readiness readiness = new Readiness(store(() -> {}), () -> {
            throw new SQLException("the chain is stuck");
        });
        readiness.open();

        assertThat(readiness.state()).isEqualTo(new NotReady("audit_chain", "unhealthy (the chain is stuck)"));
    }

    @Test
    void namesTheDatabaseWhereNothingCanBeRecordedForWantOfIt() throws Exception {
        Readiness readiness = new Readiness(
                store(() -> {
                    throw new SQLException("Connection refused");
                }),
                () -> {
                    throw new SQLException("it could not be recorded");
                });
        readiness.open();

        assertThat(readiness.state()).isEqualTo(new NotReady("database", "error: Connection refused"));
    }

    private static Readiness readiness(Question question) {
        Readiness readiness = new Readiness(store(question), () -> {});
        readiness.open();
        return readiness;
    }

    private interface Question {
        void ask() throws SQLException, InterruptedException;
    }

    private static Store store(Question question) {
        return new Store() {
            @Override
            public void ask() throws SQLException {
                try {
                    question.ask();
                } catch (InterruptedException e) {
                    throw new SQLException(e);
                }
            }

            @Override
            public Kind kind() {
                return Kind.SQLITE;
            }

            @Override
            public void takeTurn() {
                throw new UnsupportedOperationException("readiness only asks");
            }

            @Override
            public <T> T read(Work<T> work) {
                throw new UnsupportedOperationException("readiness only asks");
            }

            @Override
            public <T> T write(Work<T> work) {
                throw new UnsupportedOperationException("readiness only asks");
            }

            @Override
            public <T> T writeByOneStatement(Work<T> work) {
                throw new UnsupportedOperationException("readiness only asks");
            }

            @Override
            public void close() {}
        };
    }
}
