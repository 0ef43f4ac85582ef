package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.crypto.SignatureEngine;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who encrypts. Conscrypt costs less CPU a request (docs/decisions/040), but comes with native code for some platforms only. */
public enum TlsEngine {
    CONSCRYPT(SignatureEngine.CONSCRYPT),
    JDK(SignatureEngine.JDK);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final SharedBuffers SHARED = new SharedBuffers();
    private static final Logger LOG = LoggerFactory.getLogger(TlsEngine.class);

    private final SignatureEngine signatures;

    TlsEngine(SignatureEngine signatures) {
        this.signatures = signatures;
    }

    static TlsEngine best() {
        try {
            Conscrypt.checkAvailability();
            return CONSCRYPT;
        } catch (UnsatisfiedLinkError e) {
            LOG.warn("Conscrypt does not load, the JDK's slower TLS serves instead: {}", e.getMessage());
            return JDK;
        }
    }

    /** Where encrypted bytes are best kept: native code wants them outside the heap, the JDK's fast paths inside. */
    public boolean prefersDirectBuffers() {
        return this == CONSCRYPT;
    }

    /**
     * Ends an engine whose connection is gone. Conscrypt frees what an engine has outside the heap, and its file descriptors,
     * only when its farewell has been read, and else when a collection finds it.
     */
    void end(SSLEngine engine) {
        if (this == JDK) {
            return;
        }
        engine.closeOutbound();
        try {
            engine.closeInbound();
            ByteBuffer farewell = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            while (engine.wrap(NOTHING, farewell.clear()).bytesProduced() > 0) {}
        } catch (SSLException e) {
            LOG.debug("a connection's TLS did not end cleanly", e);
        }
    }

    /** Lets clients resume their sessions, which the engine otherwise allows with TLS 1.2 only. */
    void letResume(SSLEngine engine) {
        if (this == CONSCRYPT) {
            Conscrypt.setUseSessionTickets(engine, true);
        }
    }

    /** Who signs in handshakes; reads keys and signs outside of them as well: the JDK's code takes tens of milliseconds the first time. */
    SignatureEngine signatures() {
        return signatures;
    }

    SSLContext newContext() throws NoSuchAlgorithmException {
        return switch (this) {
            case CONSCRYPT -> conscrypt();
            case JDK -> jdk();
        };
    }

    private SSLContext conscrypt() throws NoSuchAlgorithmException {
        // For all engines of the process; it cannot be said of a context.
        Conscrypt.setDefaultBufferAllocator(SHARED);
        return SSLContext.getInstance("TLS", signatures.provider().orElseThrow());
    }

    private static SSLContext jdk() throws NoSuchAlgorithmException {
        // A client that makes us shake hands again and again costs us more than itself. BoringSSL never allows it.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        return SSLContext.getInstance("TLS");
    }
}
