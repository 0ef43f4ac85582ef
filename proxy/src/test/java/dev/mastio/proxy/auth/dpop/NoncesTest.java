package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private static final SecretKey KEY = Nonces.key(new byte[32]);
    /** The first second of a period of five minutes. */
    private static final Instant START = Instant.ofEpochSecond(1_795_468_800);

    @Test
    void anotherReplicaAcceptsTheCurrentAndThePreviousOne() {
        String nonce = at(START).current().orElseThrow();

        assertThat(at(START.plusSeconds(299)).accepts(nonce)).isTrue();
        assertThat(at(START.plusSeconds(599)).accepts(nonce)).isTrue();
        assertThat(at(START.plusSeconds(600)).accepts(nonce)).isFalse();
    }

    @Test
    void aReplicaWhoseClockIsBehindAcceptsTheNextOne() {
        String next = at(START.plusSeconds(300)).current().orElseThrow();

        assertThat(at(START.plusSeconds(295)).accepts(next)).isTrue();
        assertThat(at(START.plusSeconds(294)).accepts(next)).isFalse();
    }

    @Test
    void changesEveryFiveMinutes() {
        assertThat(at(START).current()).isEqualTo(at(START.plusSeconds(299)).current());
        assertThat(at(START).current()).isNotEqualTo(at(START.plusSeconds(300)).current());
    }

    @Test
    void isNobodyElses() {
        Nonces others = new Nonces(() -> Optional.of(Nonces.key(new byte[] {1})), () -> START);

        assertThat(at(START).accepts(others.current().orElseThrow())).isFalse();
        assertThat(at(START).accepts("")).isFalse();
    }

    @Test
    void thereIsNoneBeforeThereIsAKey() {
        Nonces early = new Nonces(Optional::empty, () -> START);

        assertThat(early.current()).isEmpty();
        assertThat(early.accepts(at(START).current().orElseThrow())).isFalse();
    }

    private static Nonces at(Instant now) {
        return new Nonces(() -> Optional.of(KEY), () -> now);
    }
}
