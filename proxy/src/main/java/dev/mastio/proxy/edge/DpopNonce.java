package dev.mastio.proxy.edge;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The nonce that answers offer to clients for their next DPoP proof. A new one after five minutes, made when asked for. */
final class DpopNonce {

    private static final long LIFETIME = TimeUnit.SECONDS.toNanos(300);
    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanoTime;
    private volatile Issued issued;

    private record Issued(String value, long at) {}

    DpopNonce(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.issued = issue();
    }

    String current() {
        Issued now = issued;
        if (nanoTime.getAsLong() - now.at > LIFETIME) {
            now = rotate(now);
        }
        return now.value;
    }

    private synchronized Issued rotate(Issued seen) {
        if (issued.equals(seen)) {
            issued = issue();
        }
        return issued;
    }

    private Issued issue() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Issued(HexFormat.of().formatHex(bytes), nanoTime.getAsLong());
    }
}
