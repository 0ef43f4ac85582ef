package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LongSetTest {

    @Test
    void hasWhatWasAddedAndNothingElse() {
        LongSet set = new LongSet();
        Random random = new Random(1);
        long[] added = random.longs(100_000).toArray();
        for (long number : added) {
            set.add(number);
            set.add(number);
        }

        for (long number : added) {
            assertThat(set.contains(number)).isTrue();
        }
        random.longs(100_000).forEach(number -> assertThat(set.contains(number)).isFalse());
    }

    @Test
    void hasNumbersThatAllWantOnePlace() {
        LongSet set = new LongSet();
        for (long number = 0; number < 1_000; number++) {
            set.add(number << 48);
        }

        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(999L << 48)).isTrue();
        assertThat(set.contains(1_000L << 48)).isFalse();
    }
}
