package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class WaitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void givesAnAnswerThatComesMeanwhile() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> answer.complete("yes"));

        assertThat(Waits.on(answer, LONG)).isEqualTo("yes");
    }

    @Test
    void givesAnAnswerThatIsThereThoughThereIsNoTimeForIt() throws Exception {
        assertThat(Waits.on(CompletableFuture.completedFuture("yes"), Duration.ZERO))
                .isEqualTo("yes");
    }

    @Test
    void endsAWaitThatLastsTooLongAndThenTakesNoAnswer() {
        CompletableFuture<String> answer = new CompletableFuture<>();

        assertThatThrownBy(() -> Waits.on(answer, Duration.ofMillis(10))).isInstanceOf(TimeoutException.class);

        assertThat(answer.complete("too late")).isFalse();
    }

    @Test
    void tellsWhatWentWrong() {
        IllegalStateException wrong = new IllegalStateException("no");

        assertThatThrownBy(() -> Waits.on(CompletableFuture.failedFuture(wrong), LONG))
                .isInstanceOf(ExecutionException.class)
                .hasCause(wrong);
    }
}
