package dev.mastio.proxy.edge;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that each thread keeps for itself. A connection holds buffers only while bytes are under way, so a few a thread are
 * enough, and what is beyond that is left to the garbage collector. Undertow's own pool frees its surplus by hand, again and
 * again, and walks a synchronized map on every use.
 */
final class BufferPool implements ByteBufferPool {

    private static final int KEPT_PER_THREAD = 16;

    private final ThreadLocal<ArrayDeque<ByteBuffer>> kept = ThreadLocal.withInitial(ArrayDeque::new);
    private final int bufferBytes;
    private final boolean direct;

    BufferPool(int bufferBytes, boolean direct) {
        this.bufferBytes = bufferBytes;
        this.direct = direct;
    }

    @Override
    public PooledByteBuffer allocate() {
        ByteBuffer buffer = kept.get().pollLast();
        if (buffer == null) {
            buffer = direct ? ByteBuffer.allocateDirect(bufferBytes) : ByteBuffer.allocate(bufferBytes);
        }
        return new Lent(buffer.clear());
    }

    @Override
    public ByteBufferPool getArrayBackedPool() {
        return direct ? new BufferPool(bufferBytes, false) : this;
    }

    @Override
    public int getBufferSize() {
        return bufferBytes;
    }

    @Override
    public boolean isDirect() {
        return direct;
    }

    @Override
    public void close() {
        // Nothing outlives the threads.
    }

    /** Made anew for each use: were it used again, closing it twice would give one buffer to two connections. */
    private final class Lent implements PooledByteBuffer {

        private final AtomicReference<@Nullable ByteBuffer> buffer;

        Lent(ByteBuffer buffer) {
            this.buffer = new AtomicReference<>(buffer);
        }

        @Override
        public ByteBuffer getBuffer() {
            ByteBuffer open = buffer.get();
            if (open == null) {
                throw new IllegalStateException("this buffer was given back");
            }
            return open;
        }

        @Override
        public boolean isOpen() {
            return buffer.get() != null;
        }

        @Override
        public void close() {
            ByteBuffer returned = buffer.getAndSet(null);
            ArrayDeque<ByteBuffer> mine = kept.get();
            if (returned != null && mine.size() < KEPT_PER_THREAD) {
                mine.addLast(returned);
            }
        }
    }
}
