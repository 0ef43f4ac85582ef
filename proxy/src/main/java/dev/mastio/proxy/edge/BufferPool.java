package dev.mastio.proxy.edge;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that each thread keeps for itself. A connection holds buffers only while bytes are under way, so a few a thread are
 * enough. Some threads take and others give back: a handshake's buffer comes from the thread of the connection and ends with the one that
 * did the arithmetic, and a virtual thread is gone afterwards. So what a thread does not keep is there for all; only what is beyond that is
 * left to the garbage collector, which comes by rarely. Undertow's own pool frees its surplus by hand, again and again, and walks a
 * synchronized map on every use.
 */
final class BufferPool implements ByteBufferPool {

    private static final int KEPT_PER_THREAD = 16;
    private static final int KEPT_FOR_ALL = 64;

    private final ThreadLocal<ArrayDeque<ByteBuffer>> kept = ThreadLocal.withInitial(ArrayDeque::new);
    private final BlockingQueue<ByteBuffer> forAll = new ArrayBlockingQueue<>(KEPT_FOR_ALL);
    private final int bufferBytes;
    private final boolean direct;

    BufferPool(int bufferBytes, boolean direct) {
        this.bufferBytes = bufferBytes;
        this.direct = direct;
    }

    @Override
    public PooledByteBuffer allocate() {
        ByteBuffer buffer = isLasting() ? kept.get().pollLast() : null;
        if (buffer == null) {
            buffer = forAll.poll();
        }
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

    private void keep(ByteBuffer returned) {
        if (isLasting() && kept.get().size() < KEPT_PER_THREAD) {
            kept.get().addLast(returned);
        } else {
            forAll.offer(returned);
        }
    }

    /** Whether what this thread keeps will be of use to anybody. */
    private static boolean isLasting() {
        return !Thread.currentThread().isVirtual();
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
            if (returned != null) {
                keep(returned);
            }
        }
    }
}
