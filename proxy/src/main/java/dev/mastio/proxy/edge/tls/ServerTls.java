package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.config.Settings.Tls;
import dev.mastio.proxy.config.Settings.TlsFiles;
import dev.mastio.proxy.crypto.CertifiedKey;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS context of the data listener. Call {@link #reloadIfChanged} now and then. */
public final class ServerTls {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsEngine engine;
    private final Optional<MadeIdentity> made;
    private final List<WatchedFiles<Identity>> identities;
    private final IdentityKeyManager keyManager;
    private final ClientTrust trust;

    private ServerTls(
            TlsEngine engine, Optional<MadeIdentity> made, List<WatchedFiles<Identity>> identities, ClientTrust trust) {
        this.engine = engine;
        this.made = made;
        this.identities = identities;
        this.keyManager = new IdentityKeyManager(present());
        this.trust = trust;
    }

    /**
     * Reads the files, or makes a certificate if there are none.
     *
     * @param issued what the organisation issued for a server without files; asked for anew with every connection
     * @param trust in clients that show a certificate
     * @throws TlsFilesException if they do not work
     */
    public static ServerTls of(Tls settings, Supplier<Optional<CertifiedKey>> issued, ClientTrust trust)
            throws TlsFilesException {
        TlsEngine engine = settings.jdkEngine() ? TlsEngine.JDK : TlsEngine.best();
        List<WatchedFiles<Identity>> identities = new ArrayList<>();
        Optional<MadeIdentity> made = Optional.empty();
        if (settings.own().isPresent() && !settings.awaited()) {
            identities.add(watched(settings.own().get(), engine));
        } else {
            MadeIdentity until = new MadeIdentity(issued, SelfSigned.make(settings.names()));
            identities.add(awaited(settings.own(), engine, until));
            made = Optional.of(until);
        }
        for (TlsFiles further : settings.further()) {
            identities.add(watched(further, engine));
        }
        return new ServerTls(engine, made, identities, trust);
    }

    /** The engine in use. */
    public TlsEngine engine() {
        return engine;
    }

    /** The context to accept connections with; it follows every reload. */
    public SSLContext context() {
        try {
            SSLContext context = engine.newContext();
            context.init(new KeyManager[] {keyManager}, new TrustManager[] {new AnyClient(trust)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /**
     * Makes an engine of our context ready for a connection: what it speaks, in which order of preference.
     *
     * @return whether it asks its client for a certificate, which it does where one could be worth something
     */
    public boolean prepare(SSLEngine connection, String... applicationProtocols) {
        // Before the next look at files: the first client that comes when the organisation is known must be able to
        // trust us.
        takeUpIssued();
        SSLParameters parameters = connection.getSSLParameters();
        parameters.setApplicationProtocols(applicationProtocols);
        parameters.setUseCipherSuitesOrder(true);
        boolean asks = !trust.authorities().isEmpty();
        if (asks) {
            parameters.setWantClientAuth(true);
        }
        connection.setSSLParameters(parameters);
        engine.letResume(connection);
        return asks;
    }

    /** Frees what the engine of a connection holds; the connection is closed. */
    public void end(SSLEngine connection) {
        engine.end(connection);
    }

    /** What the client showed in the handshake that this engine has been through. Costs two signatures to verify. */
    public ClientCertificate clientCertificate(SSLEngine handshaken) {
        try {
            Certificate[] shown = handshaken.getSession().getPeerCertificates();
            return trust.judge(
                    Arrays.stream(shown).map(X509Certificate.class::cast).toList());
        } catch (SSLPeerUnverifiedException e) {
            return new ClientCertificate.None();
        }
    }

    /** Takes up files that changed; keeps the present certificates, and says so, when the new ones do not work. */
    public void reloadIfChanged() {
        takeUpIssued();
        boolean changed = false;
        for (WatchedFiles<Identity> identity : identities) {
            changed |= identity.reloadIfChanged();
        }
        if (changed) {
            keyManager.use(this::present);
        }
    }

    private void takeUpIssued() {
        made.ifPresent(identity -> identity.takeUpIssued(() -> keyManager.use(this::present)));
    }

    private static WatchedFiles<Identity> awaited(Optional<TlsFiles> files, TlsEngine engine, MadeIdentity until) {
        if (files.isPresent()) {
            TlsFiles later = files.get();
            return WatchedFiles.awaited(paths(later), () -> PemFiles.identity(later, engine), until::content);
        }
        LOG.warn(
                "no MASTIO_TLS_CERT_FILE is set: until an organisation issues one, clients do not trust the self-signed {}",
                until.content());
        return WatchedFiles.awaited(List.of(), until::content, until::content);
    }

    private static WatchedFiles<Identity> watched(TlsFiles files, TlsEngine engine) throws TlsFilesException {
        return WatchedFiles.read(paths(files), () -> PemFiles.identity(files, engine));
    }

    private static List<Path> paths(TlsFiles files) {
        return List.of(files.certificate(), files.key());
    }

    private Identities present() {
        List<Identity> present = identities.stream().map(WatchedFiles::content).toList();
        Identity own = present.getFirst();
        // A certificate that somebody gave for a name, or for all of a domain, comes before one that was made for it.
        boolean isMade = made.filter(identity -> identity.content().equals(own)).isPresent();
        return new Identities(own, isMade ? present.subList(1, present.size()) : present);
    }
}
