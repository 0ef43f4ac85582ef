package dev.mastio.proxy.auth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentValuesTest {

    private final RecentValues<Integer, String> values = new RecentValues<>(100);

    @Test
    void keepsTheMostRecent() {
        for (int i = 0; i < 1_000; i++) {
            values.put(i, "value " + i);
        }

        for (int i = 900; i < 1_000; i++) {
            assertThat(values.get(i)).isEqualTo("value " + i);
        }
    }

    @Test
    void keepsWhatIsUsedHoweverManyComeAfterIt() {
        values.put(-1, "in use");
        for (int i = 0; i < 10_000; i++) {
            values.put(i, "value");
            if (i % 50 == 0) {
                assertThat(values.get(-1)).isEqualTo("in use");
            }
        }
    }

    @Test
    void forgetsTheOthers() {
        for (int i = 0; i < 10_000; i++) {
            values.put(i, "value");
        }

        long kept =
                IntStream.range(0, 10_000).filter(i -> values.get(i) != null).count();

        assertThat(kept).isLessThanOrEqualTo(202);
    }
}
