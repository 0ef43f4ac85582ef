package dev.mastio.proxy.edge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A body as it arrives. Takes room for all that it allocates, and no more than was announced until more comes than that. */
final class GrowingBody {

    private static final int FIRST = 1024;

    private final BodyMemory.Share share;
    private final long announced;
    private byte[] bytes = new byte[0];
    private int size;

    /**
     * An empty one.
     *
     * @param announced bytes that should come; negative if that is not known
     */
    GrowingBody(BodyMemory.Share share, long announced) {
        this.share = share;
        this.announced = announced;
    }

    int size() {
        return size;
    }

    /** True if there was room for these, too. */
    boolean add(ByteBuffer part) {
        int needed = size + part.remaining();
        if (needed > bytes.length && !growTo(roomy(needed)) && !growTo(needed)) {
            return false;
        }
        part.get(bytes, size, part.remaining());
        size = needed;
        return true;
    }

    /** All that came. Takes it out, so that it is not kept here besides. */
    byte[] take() {
        byte[] all = bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
        share.giveBack(bytes.length - size);
        bytes = new byte[0];
        return all;
    }

    private int roomy(int needed) {
        int twice = (int) Math.min(Integer.MAX_VALUE, Math.max(FIRST, 2L * bytes.length));
        int roomy = announced < needed ? twice : (int) Math.min(announced, twice);
        return Math.max(needed, roomy);
    }

    private boolean growTo(int capacity) {
        if (!share.take(capacity - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }
}
