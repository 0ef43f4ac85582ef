package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.config.Settings.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS context of the data listener. Call {@link #reloadIfChanged} now and then. */
public final class ServerTls {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsEngine engine = TlsEngine.best();
    private final Optional<TlsFiles> files;
    private final IdentityKeyManager keyManager;
    private List<FileTime> loaded;

    private ServerTls(Optional<TlsFiles> files, Identity identity, List<FileTime> loaded) {
        this.files = files;
        this.keyManager = new IdentityKeyManager(identity);
        this.loaded = loaded;
    }

    /**
     * Reads the files, or makes a certificate if there are none.
     *
     * @throws TlsFilesException if they do not work
     */
    public static ServerTls of(Optional<TlsFiles> files) throws TlsFilesException {
        if (files.isPresent()) {
            List<FileTime> times = times(files.get());
            return new ServerTls(files, PemFiles.read(files.get()), times);
        }
        Identity identity = SelfSigned.make();
        LOG.warn("no MASTIO_TLS_CERT_FILE is set: clients will not trust the self-signed {}", identity);
        return new ServerTls(files, identity, List.of());
    }

    /** The engine in use. */
    public TlsEngine engine() {
        return engine;
    }

    /** The context to accept connections with; it follows every reload. */
    public SSLContext context() {
        try {
            SSLContext context = engine.newContext();
            context.init(new KeyManager[] {keyManager}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Takes up files that changed; keeps the present certificate, and says so, when the new ones do not work. */
    public void reloadIfChanged() {
        files.ifPresent(present -> {
            List<FileTime> times = times(present);
            if (!times.equals(loaded)) {
                loaded = times;
                reload(present);
            }
        });
    }

    private void reload(TlsFiles present) {
        try {
            Identity fresh = PemFiles.read(present);
            keyManager.use(fresh);
            LOG.info("certificate files changed: new connections get {}", fresh);
        } catch (TlsFilesException | RuntimeException e) {
            LOG.error("certificate files changed but do not work, the former ones stay in use: {}", e.getMessage());
        }
    }

    private static List<FileTime> times(TlsFiles files) {
        try {
            return List.of(Files.getLastModifiedTime(files.certificate()), Files.getLastModifiedTime(files.key()));
        } catch (IOException e) {
            // Gone for a moment while somebody replaces them; differs from every real time, so the next look reads
            // them.
            return List.of();
        }
    }
}
