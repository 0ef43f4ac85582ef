package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.config.Settings.Tls;
import dev.mastio.proxy.config.Settings.TlsFiles;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.pki.AtRest;
import dev.mastio.proxy.pki.Organisation;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.PkiRoutes;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.pki.ServerCertificate;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.TestRequest;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A server without certificate files, and clients that trust nothing but the body of {@code /pki/ca.crt}, or its root alone. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class IssuedCertificateTest {

    private static final Duration GRACE = Duration.ofDays(14);
    private static final List<String> NAMES = List.of("mastio.local", "api.example", "api.shop.example", "127.0.0.1");

    private final boolean jdkEngine;
    /** So long ago that what was issued then must be renewed now, and clients with the real time take both. */
    private final MovableClock clock = new MovableClock(Instant.now().minus(Duration.ofDays(70)));

    private final Organisation acme = new Organisation(Optional.of("acme"), "cullis.local", Optional.empty());
    private final AtRest atRest = AtRest.under(Optional.empty());

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Pki pki;
    private Rotation rotation;
    private ServerTls tls;
    private SSLContext context;

    IssuedCertificateTest(boolean jdkEngine) {
        this.jdkEngine = jdkEngine;
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
        Store store = database.open();
        pki = new Pki(store, acme, atRest, new RecordedJournal(), clock);
        rotation = new Rotation(pki, store, atRest, new RecordedJournal(), clock);
        tls = server(List.of());
        context = tls.context();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isTrustedWithTheFirstConnectionAfterTheOrganisationIsKnown() throws Exception {
        List<X509Certificate> strangers = List.of(TestIdentity.make("EC", 1).certificate());
        assertThatThrownBy(() -> shown("mastio.local", strangers, "TLSv1.3")).isInstanceOf(SSLHandshakeException.class);

        pki.load();

        assertTrusted(caFile());
    }

    @Test
    void isTrustedAfterARotationAlsoByWhoKnowsTheFormerIntermediateOnly() throws Exception {
        pki.load();
        List<X509Certificate> before = caFile();
        X509Certificate former = assertTrusted(before);

        rotation.rotateIntermediate(GRACE, "test");

        X509Certificate fresh = assertTrusted(before);
        assertThat(fresh).isNotEqualTo(former);
        assertThat(assertTrusted(caFile())).isEqualTo(fresh);
        clock.advance(GRACE);
        assertThat(assertTrusted(caFile())).isEqualTo(fresh);
    }

    @Test
    void isTrustedAfterARenewal() throws Exception {
        pki.load();
        X509Certificate former = assertTrusted(caFile());

        clock.advance(Duration.ofDays(70));

        assertThat(assertTrusted(caFile()).getNotAfter()).isAfter(former.getNotAfter());
    }

    @Test
    void connectionsOfBeforeARotationGoOn() throws Exception {
        pki.load();
        SSLEngine client = client("mastio.local", caFile(), "TLSv1.3");
        TestHandshake before = TestHandshake.of(tls, context, client);

        rotation.rotateIntermediate(GRACE, "test");
        assertTrusted(caFile());

        assertThat(before.server().isOutboundDone()).isFalse();
        assertThat(before.server().isInboundDone()).isFalse();
        tls.end(before.server());
    }

    @Test
    void isForNoOtherNames() throws Exception {
        pki.load();
        List<X509Certificate> trusted = caFile();

        assertThatThrownBy(() -> shown("other.example", trusted, "TLSv1.3")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aCertificateThatWasGivenForANameComesFirst() throws Exception {
        pki.load();
        TestIdentity given = TestIdentity.make("EC", 21, "api.example");
        tls = server(List.of(given.write(directory)));
        context = tls.context();

        assertThat(shown("api.example", List.of(given.certificate()), "TLSv1.3"))
                .isEqualTo(given.certificate());
        assertThat(shown("mastio.local", caFile(), "TLSv1.3")).isNotEqualTo(given.certificate());
    }

    @Test
    void soDoesOneThatWasGivenForAWholeDomain() throws Exception {
        pki.load();
        TestIdentity given = TestIdentity.make("EC", 22, "*.shop.example");
        tls = server(List.of(given.write(directory)));
        context = tls.context();

        assertThat(shown("api.shop.example", List.of(given.certificate()), "TLSv1.3"))
                .isEqualTo(given.certificate());
    }

    private ServerTls server(List<TlsFiles> further) throws TlsFilesException {
        return ServerTls.of(
                new Tls(
                        Optional.empty(),
                        false,
                        further,
                        Optional.empty(),
                        false,
                        NAMES,
                        ServerTlsTest.RENEWAL,
                        jdkEngine),
                new ServerCertificate(pki, NAMES, ServerTlsTest.RENEWAL, clock)::current,
                ClientTrust.inNobody());
    }

    private List<X509Certificate> caFile() throws Exception {
        return Clients.certificates(TestRequest.get("/pki/ca.crt")
                .to(new PkiRoutes(pki, acme, clock, clock::nanoTime).routes())
                .body());
    }

    /** By name and by address, with either version, root alone and all. */
    private X509Certificate assertTrusted(List<X509Certificate> anchors) throws Exception {
        X509Certificate leaf = shown("mastio.local", anchors, "TLSv1.3");
        assertThat(shown("mastio.local", anchors, "TLSv1.2")).isEqualTo(leaf);
        assertThat(shown("127.0.0.1", anchors.subList(0, 1), "TLSv1.3")).isEqualTo(leaf);
        assertThat(shown("127.0.0.1", anchors.subList(0, 1), "TLSv1.2")).isEqualTo(leaf);
        return leaf;
    }

    private X509Certificate shown(String name, List<X509Certificate> anchors, String protocol) throws Exception {
        SSLEngine client = client(name, anchors, protocol);
        TestHandshake handshake = TestHandshake.of(tls, context, client);
        try {
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        } finally {
            tls.end(handshake.server());
        }
    }

    private static SSLEngine client(String name, List<X509Certificate> anchors, String protocol) {
        SSLEngine client = Clients.trusting(anchors).createSSLEngine(name, 9443);
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {protocol});
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        return client;
    }
}
