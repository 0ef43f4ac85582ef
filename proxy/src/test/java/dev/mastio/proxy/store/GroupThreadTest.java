package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupThreadTest {

    private static final int PATIENCE_SECONDS = 60;

    @Test
    void whatWaitsIsCommittedTogether() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
        try (GroupCommit<Work> commit = new GroupThread<>("test", 10, 3, group -> {
            sizes.add(group.size());
            begun.countDown();
            await(goOn);
            group.forEach(Work::succeed);
        })) {
            List<Work> all = new ArrayList<>(List.of(new Work()));
            commit.add(all.getFirst());
            await(begun);
            for (int i = 0; i < 4; i++) {
                all.add(new Work());
                commit.add(all.getLast());
            }
            goOn.countDown();

            for (Work work : all) {
                work.await();
            }
            assertThat(sizes).containsExactly(1, 3, 1);
        }
    }

    @Test
    void anErrorIsToldToItsGroupAndTheNextIsCommitted() throws Exception {
        List<Throwable> wrong =
                new ArrayList<>(List.of(new StackOverflowError(), new SQLException("no"), new Error("x")));
        try (GroupCommit<Work> commit = new GroupThread<>("test", 10, 1, group -> {
            if (!wrong.isEmpty()) {
                throwing(wrong.removeFirst());
            }
            group.forEach(Work::succeed);
        })) {
            for (Throwable reason : List.copyOf(wrong)) {
                Work work = new Work();
                commit.add(work);
                assertThat(catchThrowable(work::await)).hasCause(reason);
            }

            Work next = new Work();
            commit.add(next);
            next.await();
            commit.requireOpen();
        }
    }

    @Test
    @Timeout(PATIENCE_SECONDS)
    void endsAlsoIfTheWorkSwallowsItsInterruption() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        GroupCommit<Work> commit = new GroupThread<>("test", 10, 1, group -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException swallowed) {
                group.forEach(Work::succeed);
            }
        });
        commit.add(new Work());
        await(begun);

        commit.close();

        assertThatThrownBy(commit::requireOpen).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void takesNobodyWhoHasGivenUp() throws Exception {
        ConcurrentLinkedQueue<Work> begun = new ConcurrentLinkedQueue<>();
        try (GroupCommit<Work> commit = new GroupThread<>("test", 10, 5, group -> {
            begun.addAll(group);
            group.forEach(Work::succeed);
        })) {
            Work gone = new Work();
            gone.outcome.cancel(false);
            commit.add(gone);
            Work there = new Work();
            commit.add(there);
            there.await();

            assertThat(begun).containsExactly(there);
        }
    }

    @Test
    void tellsWhoeverWaitsThatItIsClosedAndTakesNothingMore() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        GroupCommit<Work> commit = new GroupThread<>("test", 2, 1, group -> {
            begun.countDown();
            await(new CountDownLatch(1));
        });
        Work underWay = new Work();
        Work waiting = new Work();
        commit.add(underWay);
        await(begun);
        commit.add(waiting);
        commit.add(new Work());
        assertThatThrownBy(() -> commit.add(new Work())).hasMessage("too much waits for the test");

        commit.close();

        assertThat(catchThrowable(underWay::await)).isNotNull();
        assertThat(catchThrowable(waiting::await)).hasRootCauseMessage("the test is closed");
        assertThatThrownBy(() -> commit.add(new Work())).hasMessage("the test is closed");
        assertThatThrownBy(commit::requireOpen).hasMessage("the test is closed");
    }

    @Test
    void doesSomethingInBetweenAlsoWhenNobodyComes() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        GroupThread.Between between = new GroupThread.Between(Duration.ofMillis(1), () -> {
            twice.countDown();
            return false;
        });
        try (GroupCommit<Work> commit = new GroupThread<>("test", 1, 1, group -> {}, between)) {
            await(twice);
            commit.requireOpen();
        }
    }

    @Test
    void goesOnWithWhatItDoesInBetweenWhileThereIsMoreOfIt() throws Exception {
        CountDownLatch thrice = new CountDownLatch(3);
        GroupThread.Between between = new GroupThread.Between(Duration.ofHours(1), () -> {
            thrice.countDown();
            return thrice.getCount() > 0;
        });
        try (GroupCommit<Work> commit = new GroupThread<>("test", 1, 1, group -> {}, between)) {
            commit.add(new Work());

            await(thrice);
        }
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    private static void throwing(Throwable reason) throws SQLException {
        switch (reason) {
            case Error error -> throw error;
            case SQLException refused -> throw refused;
            default -> throw new AssertionError(reason);
        }
    }

    private static final class Work implements GroupCommit.Waiting {

        private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

        @Override
        public boolean take() {
            return !outcome.isDone();
        }

        @Override
        public void fail(Throwable reason) {
            outcome.completeExceptionally(reason);
        }

        void succeed() {
            outcome.complete(true);
        }

        void await() throws Exception {
            outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
