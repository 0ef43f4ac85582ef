package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedleTest {

    @Test
    void findsWhatStringContainsFindsWhereverTheTextIsCut() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String needle = text(random, 1 + random.nextInt(5));
            String hay = text(random, random.nextInt(30));
            Needle search = new Needle(needle);
            byte[] bytes = hay.getBytes(StandardCharsets.US_ASCII);
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);

            search.look(bytes, 0, cut);
            search.look(bytes, cut, bytes.length);

            assertThat(search.found()).as("%s in %s", needle, hay).isEqualTo(hay.contains(needle));
        }
    }

    @Test
    void findsTheEmptyTextEverywhere() {
        assertThat(new Needle("").found()).isTrue();
    }

    /** Of two letters only, so that false starts are common. */
    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(random.nextBoolean() ? 'a' : 'b');
        return text.toString();
    }
}
