package dev.mastio.proxy.edge.tls;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.conscrypt.AllocatedBuffer;
import org.conscrypt.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Buffers outside the heap that engines use while they copy what lies inside of it. Without them each engine has one of its own from its first
 * such copy on, and after its connection has ended until a collection finds it: hundreds of those that were closed lay about at a time.
 */
final class SharedBuffers extends BufferAllocator {

    /** A record of TLS, encrypted. */
    private static final int BYTES = 18 * 1024;

    /** More are rarely in use at once: as many threads copy. */
    private static final int KEPT = 16;

    private final BlockingQueue<ByteBuffer> kept = new ArrayBlockingQueue<>(KEPT);

    @Override
    public AllocatedBuffer allocateDirectBuffer(int capacity) {
        if (capacity > BYTES) {
            return AllocatedBuffer.wrap(ByteBuffer.allocateDirect(capacity));
        }
        ByteBuffer known = kept.poll();
        ByteBuffer buffer = known == null ? ByteBuffer.allocateDirect(BYTES) : known.clear();
        return new Lent(buffer.limit(capacity));
    }

    /** Made anew for each use: were it used again, giving it back twice would give one buffer to two engines. */
    private final class Lent extends AllocatedBuffer {

        private final AtomicReference<@Nullable ByteBuffer> buffer;

        Lent(ByteBuffer buffer) {
            this.buffer = new AtomicReference<>(buffer);
        }

        @Override
        public ByteBuffer nioBuffer() {
            ByteBuffer open = buffer.get();
            if (open == null) {
                throw new IllegalStateException("this buffer was given back");
            }
            return open;
        }

        @Override
        public AllocatedBuffer release() {
            ByteBuffer returned = buffer.getAndSet(null);
            if (returned != null) {
                kept.offer(returned);
            }
            return this;
        }
    }
}
