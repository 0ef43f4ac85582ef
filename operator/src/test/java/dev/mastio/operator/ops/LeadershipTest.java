package dev.mastio.operator.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    /** Fabric8 waits between two attempts for the period and, drawn anew each time, up to 1.2 times as much again. */
    private static final double LONGEST_PAUSE = 2.2;

    private final LeaderElectionConfiguration election = new Leadership("somewhere", "me", () -> {}, () -> {})
            .configuration()
            .orElseThrow();

    /** Of the three seconds that a hand-over may take, the leader needs half of one to stop, and the successor as long to act. */
    @Test
    void aStandbyLooksOftenEnoughToTakeOverWithinThreeSecondsOfACleanStop() {
        assertThat(longestPause()).isLessThanOrEqualTo(Duration.ofMillis(1700));
    }

    @Test
    void aStandbyTakesOverWithinTwentySecondsOfALeaderThatIsGone() {
        assertThat(election.getLeaseDuration().plus(longestPause())).isLessThanOrEqualTo(Duration.ofSeconds(18));
    }

    /** A leader gives up before others may take its place, and after more than one failed attempt. */
    @Test
    void aLeaderGivesUpBeforeItsLeaseRunsOutAndOneRefusedRenewalIsNoReasonToEnd() {
        assertThat(election.getRenewDeadline())
                .isLessThan(election.getLeaseDuration())
                .isGreaterThan(election.getRetryPeriod().multipliedBy(4));
    }

    private Duration longestPause() {
        return Duration.ofMillis((long) (election.getRetryPeriod().toMillis() * LONGEST_PAUSE));
    }
}
