package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
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
}
