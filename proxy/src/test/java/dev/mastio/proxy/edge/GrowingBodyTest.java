package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowingBodyTest {

    private static final int LIMIT = 100_000;

    private final BodyMemory memory = new BodyMemory(LIMIT);
    private final BodyMemory.Share share = memory.share();

    @ParameterizedTest
    @ValueSource(longs = {-1, 3_000, 5_000, 7_000})
    void hasWhatCameWhateverWasAnnounced(long announced) {
        GrowingBody body = new GrowingBody(share, announced);

        for (byte part = 0; part < 5; part++) {
            assertThat(body.add(filled(part, 1_000))).isTrue();
        }

        assertThat(body.size()).isEqualTo(5_000);
        assertThat(body.take()).hasSize(5_000).startsWith(0, 0).endsWith(4, 4).containsOnly(0, 1, 2, 3, 4);
        assertThat(room()).isEqualTo(LIMIT - 5_000);
    }

    @Test
    void countsWhatItAllocatesAndNotOnlyWhatCame() {
        GrowingBody body = new GrowingBody(share, -1);
        body.add(filled((byte) 1, 1_000));
        body.add(filled((byte) 1, 1_000));
        body.add(filled((byte) 1, 1_000));

        assertThat(room()).isEqualTo(LIMIT - 4_096);
    }

    @Test
    void allocatesNoMoreThanWasAnnounced() {
        GrowingBody body = new GrowingBody(share, 3_000);
        body.add(filled((byte) 1, 1_000));
        body.add(filled((byte) 1, 2_000));

        assertThat(room()).isEqualTo(LIMIT - 3_000);
    }

    @Test
    void growsByLittleWhereThereIsNoRoomForMore() {
        GrowingBody body = new GrowingBody(share, -1);

        assertThat(body.add(filled((byte) 1, 60_000))).isTrue();
        assertThat(body.add(filled((byte) 1, 40_000))).isTrue();
        assertThat(body.add(filled((byte) 1, 1))).isFalse();

        assertThat(body.take()).hasSize(100_000);
    }

    @Test
    void leavesAllOfItToOthersOnceItIsOver() {
        GrowingBody body = new GrowingBody(share, -1);
        body.add(filled((byte) 1, 1_500));

        share.close();

        assertThat(room()).isEqualTo(LIMIT);
        assertThat(body.add(filled((byte) 1, 5_000))).isFalse();
        assertThat(room()).isEqualTo(LIMIT);
    }

    private static ByteBuffer filled(byte value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, value);
        return ByteBuffer.wrap(bytes);
    }

    /** How much others could take. */
    private int room() {
        try (BodyMemory.Share other = memory.share()) {
            int room = 0;
            for (int step = 1 << 17; step > 0; step /= 2) {
                room += other.take(step) ? step : 0;
            }
            return room;
        }
    }
}
