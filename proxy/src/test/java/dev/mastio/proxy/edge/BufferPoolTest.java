package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

    private final BufferPool pool = new BufferPool(64, false);

    @Test
    void givesABufferBackToTheNextUserEmpty() {
        PooledByteBuffer first = pool.allocate();
        ByteBuffer buffer = first.getBuffer().put((byte) 1);
        first.close();

        ByteBuffer again = pool.allocate().getBuffer();

        assertThat(again).isSameAs(buffer);
        assertThat(again.remaining()).isEqualTo(64);
    }

    @Test
    void closingTwiceDoesNotGiveOneBufferToTwoUsers() {
        PooledByteBuffer lent = pool.allocate();
        lent.close();
        lent.close();

        assertThat(pool.allocate().getBuffer()).isNotSameAs(pool.allocate().getBuffer());
    }

    @Test
    void aReturnedBufferCannotBeUsed() {
        PooledByteBuffer lent = pool.allocate();
        lent.close();

        assertThat(lent.isOpen()).isFalse();
        assertThatThrownBy(lent::getBuffer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatAVirtualThreadGivesBackIsThereForAll() throws Exception {
        PooledByteBuffer lent = pool.allocate();
        ByteBuffer buffer = lent.getBuffer();

        Thread.ofVirtual().start(lent::close).join();

        assertThat(pool.allocate().getBuffer()).isSameAs(buffer);
    }

    /** As handshakes do: without that a buffer would be lost with each. */
    @Test
    void buffersThatOneThreadTakesAndAnotherGivesBackGoRound() throws Exception {
        Set<ByteBuffer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int use = 0; use < 200; use++) {
                PooledByteBuffer lent = pool.allocate();
                seen.add(lent.getBuffer());
                other.submit(lent::close).get();
            }
        }

        assertThat(seen).hasSize(17);
    }
}
