package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DpopNonceTest {

    private final AtomicLong clock = new AtomicLong();
    private final DpopNonce nonce = new DpopNonce(clock::get);

    @Test
    void isSixteenRandomBytesInHex() {
        assertThat(nonce.current()).matches("[0-9a-f]{32}").isNotEqualTo(new DpopNonce(clock::get).current());
    }

    @Test
    void staysForFiveMinutesAndIsThenReplaced() {
        String first = nonce.current();

        clock.set(Duration.ofMinutes(5).toNanos());
        assertThat(nonce.current()).isEqualTo(first);

        clock.addAndGet(1);
        assertThat(nonce.current()).isNotEqualTo(first);
    }
}
