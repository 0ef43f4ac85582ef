package dev.mastio.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentBudgetTest {

    /** A little before they turn positive, which nanoseconds of no known beginning may do. */
    private final AtomicLong nanos = new AtomicLong(-1_300_000_000L);

    @Test
    void letsInAsManyAsTheBudgetAndNoMore() {
        AgentBudget budget = new AgentBudget(1800, nanos::get);

        assertThat(taken(budget, "alice", 2000)).isEqualTo(1800);
    }

    @Test
    void countsEachAgentApart() {
        AgentBudget budget = new AgentBudget(10, nanos::get);
        taken(budget, "alice", 10);

        assertThat(taken(budget, "bob", 20)).isEqualTo(10);
    }

    @Test
    void letsInAgainWhatAMinuteAgoWasLetIn() {
        AgentBudget budget = new AgentBudget(10, nanos::get);
        taken(budget, "alice", 10);

        advance(Duration.ofSeconds(59));
        assertThat(budget.take("alice")).isFalse();
        advance(Duration.ofSeconds(2));
        assertThat(taken(budget, "alice", 20)).isEqualTo(10);
    }

    @Test
    void letsASteadyAgentUseItsWholeBudget() {
        AgentBudget budget = new AgentBudget(1800, nanos::get);

        int refused = 0;
        for (int i = 0; i < 10 * 1800; i++) {
            advance(Duration.ofNanos(33_400_000));
            refused += budget.take("alice") ? 0 : 1;
        }

        assertThat(refused).isZero();
    }

    @Test
    void neverLetsInMuchMoreThanTheBudgetInAnyMinute() {
        AgentBudget budget = new AgentBudget(300, nanos::get);
        Random random = new Random(7);
        Deque<Long> lastMinute = new ArrayDeque<>();

        int most = 0;
        for (int i = 0; i < 100_000; i++) {
            advance(Duration.ofMillis(random.nextInt(random.nextInt(20) == 0 ? 3_000 : 30)));
            if (budget.take("alice")) {
                lastMinute.addLast(nanos.get() / 1_000_000);
                while (lastMinute.getFirst() <= nanos.get() / 1_000_000 - 60_000) {
                    lastMinute.removeFirst();
                }
                most = Math.max(most, lastMinute.size());
            }
        }

        // What is counted by the second is off by at most what came within one.
        assertThat(most).isBetween(300, 345);
    }

    @Test
    void forgetsAgentsThatHaveGone() {
        AgentBudget budget = new AgentBudget(10, nanos::get);
        for (int agent = 0; agent < 1_000; agent++) {
            budget.take("agent-" + agent);
        }
        advance(Duration.ofMinutes(3));

        budget.take("alice");

        assertThat(budget.size()).isEqualTo(1);
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static int taken(AgentBudget budget, String agent, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += budget.take(agent) ? 1 : 0;
        }
        return taken;
    }
}
