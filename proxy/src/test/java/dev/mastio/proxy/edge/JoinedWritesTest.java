package dev.mastio.proxy.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

class JoinedWritesTest {

    private final Taken taken = new Taken();
    private final JoinedWrites writes = new JoinedWrites(taken);

    @Test
    void partsComeAsOne() throws IOException {
        ByteBuffer[] sources = {bytes("skipped"), bytes("head"), bytes(""), bytes("body"), bytes("skipped")};

        assertThat(writes.write(sources, 1, 3)).isEqualTo(8);

        assertThat(taken.records).containsExactly("headbody");
        assertThat(Arrays.stream(sources).map(ByteBuffer::remaining)).containsExactly(7, 0, 0, 0, 7);
    }

    @Test
    void whatIsMoreThanARecordComesInSeveral() throws IOException {
        ByteBuffer[] sources = {bytes("head"), bytes("b".repeat(40_000))};

        assertThat(writes.write(sources, 0, 2)).isEqualTo(40_004);

        assertThat(taken.records).extracting(String::length).containsExactly(16_384, 16_384, 7_236);
        assertThat(taken.copied).as("the head only once").isEqualTo(16_384);
        assertThat(String.join("", taken.records)).isEqualTo("head" + "b".repeat(40_000));
    }

    @Test
    void whatIsNotTakenStaysWithTheSources() throws IOException {
        taken.room = 6;
        ByteBuffer[] sources = {bytes("head"), bytes("body")};

        assertThat(writes.write(sources, 0, 2)).isEqualTo(6);
        taken.room = 100;
        assertThat(writes.write(sources, 0, 2)).isEqualTo(2);

        assertThat(taken.records).containsExactly("headbo", "dy");
    }

    @Test
    void nothingIsTakenWhereThereIsNoRoom() throws IOException {
        taken.room = 0;
        ByteBuffer[] sources = {bytes("head"), bytes("body")};

        assertThat(writes.write(sources, 0, 2)).isZero();

        assertThat(sources).extracting(ByteBuffer::remaining).containsExactly(4, 4);
    }

    @Test
    void nobodysBytesAreWrittenTwiceWhenALaterRecordFails() {
        taken.closedAfter = 1;
        ByteBuffer[] sources = {bytes("head"), bytes("b".repeat(40_000))};

        assertThatThrownBy(() -> writes.write(sources, 0, 2)).isInstanceOf(ClosedChannelException.class);

        assertThat(sources).extracting(ByteBuffer::remaining).containsExactly(0, 40_000 - 16_380);
    }

    @Test
    void buffersThatCannotBeWrittenToOrLieOutsideTheHeapComeAsOneToo() throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(4).put(bytes("body")).flip();

        writes.write(new ByteBuffer[] {bytes("head").asReadOnlyBuffer(), direct}, 0, 2);

        assertThat(taken.records).containsExactly("headbody");
    }

    @Test
    void theLastOneEndsWhatIsWrittenOnceAllIsTaken() throws IOException {
        taken.room = 6;
        ByteBuffer[] sources = {bytes("head"), bytes("body")};

        writes.writeFinal(sources, 0, 2);
        assertThat(taken.ended).isFalse();
        taken.room = 100;
        writes.writeFinal(sources, 0, 2);

        assertThat(taken.ended).isTrue();
        assertThat(String.join("", taken.records)).isEqualTo("headbody");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    /** Takes a record with each call, as TLS does, as long as there is room. */
    private static final class Taken extends AbstractStreamSinkConduit<StreamSinkConduit> {

        private static final int RECORD = 16_384;

        private final List<String> records = new ArrayList<>();
        private int room = Integer.MAX_VALUE;
        private int closedAfter = Integer.MAX_VALUE;
        private int copied;
        private boolean ended;

        Taken() {
            super(nothing());
        }

        /** Nobody calls what is behind this one. */
        private static StreamSinkConduit nothing() {
            return (StreamSinkConduit) Proxy.newProxyInstance(
                    Taken.class.getClassLoader(), new Class<?>[] {StreamSinkConduit.class}, (_, method, _) -> {
                        throw new UnsupportedOperationException(method.getName());
                    });
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (records.size() >= closedAfter) throw new ClosedChannelException();
            byte[] bytes = new byte[Math.min(room, Math.min(source.remaining(), RECORD))];
            source.get(bytes);
            room -= bytes.length;
            if (bytes.length > 0) records.add(new String(bytes, US_ASCII));
            if (source.capacity() <= RECORD) copied += bytes.length;
            return bytes.length;
        }

        @Override
        public void terminateWrites() {
            ended = true;
        }
    }
}
