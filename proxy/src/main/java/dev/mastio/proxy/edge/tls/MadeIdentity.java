package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.crypto.CertifiedKey;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is shown where nobody gave certificate files: what the organisation issued, and until it has, something self-signed. */
final class MadeIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(MadeIdentity.class);

    private final Supplier<Optional<CertifiedKey>> issued;
    private volatile @Nullable CertifiedKey taken;
    private volatile Identity content;

    MadeIdentity(Supplier<Optional<CertifiedKey>> issued, Identity selfSigned) {
        this.issued = issued;
        this.content = selfSigned;
    }

    Identity content() {
        return content;
    }

    /**
     * Takes up another one if the organisation has issued it; costs next to nothing if not.
     *
     * @param exchange has connections get it; whoever comes meanwhile waits for that
     */
    void takeUpIssued(Runnable exchange) {
        if (isNews(issued.get())) {
            take(exchange);
        }
    }

    private synchronized void take(Runnable exchange) {
        Optional<CertifiedKey> fresh = issued.get();
        if (!isNews(fresh)) {
            return;
        }
        CertifiedKey another = fresh.orElseThrow();
        content = new Identity(another.key(), another.chain());
        exchange.run();
        taken = another;
        LOG.info("the organisation issued the server's certificate {}", content);
    }

    private boolean isNews(Optional<CertifiedKey> fresh) {
        return fresh.isPresent() && !fresh.get().equals(taken);
    }
}
