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

    /** True if the organisation has issued another one. Costs next to nothing if not, and nobody waits. */
    boolean takeUpIssued() {
        return isNews(issued.get()) && take();
    }

    private synchronized boolean take() {
        Optional<CertifiedKey> fresh = issued.get();
        if (!isNews(fresh)) {
            return false;
        }
        taken = fresh.orElseThrow();
        content = new Identity(taken.key(), taken.chain());
        LOG.info("the organisation issued the server's certificate: new connections get {}", content);
        return true;
    }

    private boolean isNews(Optional<CertifiedKey> fresh) {
        return fresh.isPresent() && !fresh.get().equals(taken);
    }
}
