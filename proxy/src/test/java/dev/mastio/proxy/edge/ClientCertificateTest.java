package dev.mastio.proxy.edge;

import static dev.mastio.proxy.wire.Route.ClientCertificate.OPTIONAL;
import static dev.mastio.proxy.wire.Route.ClientCertificate.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.Clients;
import dev.mastio.proxy.edge.tls.TestAuthority;
import dev.mastio.proxy.edge.tls.TestAuthority.Holder;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Endpoint;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Client certificates from the handshake to the endpoint, with both engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificateTest {

    private static final Endpoint WHO = request -> Reply.text(
            200,
            "text/plain",
            request.clientChain().isEmpty()
                    ? "nobody"
                    : request.clientChain().getFirst().getSubjectX500Principal().getName());

    private static final List<String> ENGINES = List.of("conscrypt", "jdk");
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final TestAuthority root = TestAuthority.root("root");
    private final TestAuthority intermediate = root.intermediate("intermediate");
    private final Holder agent = intermediate.client("acme::alice");
    private final Map<String, TestEdge> edges = new HashMap<>();

    ClientCertificateTest() throws Exception {}

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        for (String engine : ENGINES) {
            edges.put(
                    engine,
                    TestEdge.start(
                            Files.createDirectory(directory.resolve(engine)),
                            Map.of("MASTIO_TLS_ENGINE", engine),
                            List.of(root.certificate(), intermediate.certificate()),
                            List.of(
                                    Route.get("/ignored", Family.OTHER, WHO),
                                    Route.get("/optional", Family.OTHER, WHO).with(OPTIONAL),
                                    Route.get("/required", Family.OTHER, WHO).with(REQUIRED))));
        }
    }

    @AfterAll
    void stop() {
        edges.values().forEach(TestEdge::close);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void handsOnTheCertificateWhereTheRouteLooksAtIt(String engine, String protocol, HttpClient.Version version)
            throws Exception {
        try (HttpClient client = client(protocol, version, Clients.showing(agent.keyManagers()))) {
            assertThat(get(engine, client, "/ignored").body()).isEqualTo("nobody");
            assertThat(get(engine, client, "/optional").body()).isEqualTo("CN=acme::alice");
            assertThat(get(engine, client, "/required").body()).isEqualTo("CN=acme::alice");
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void refusesOnlyWhereOneIsRequired(String engine, String protocol, HttpClient.Version version) throws Exception {
        try (HttpClient client = client(protocol, version, Clients.trustingAnyone())) {
            assertThat(get(engine, client, "/ignored").body()).isEqualTo("nobody");
            assertThat(get(engine, client, "/optional").body()).isEqualTo("nobody");
            assertRefused(get(engine, client, "/required"), "none was shown");
        }
    }

    @ParameterizedTest
    @MethodSource("worthless")
    void letsACertificateThatCannotBeTrustedThroughTheHandshakeButNoFurther(String engine, String protocol, String kind)
            throws Exception {
        // The same name as ours, so that a client which looks at the names of our authorities shows it.
        TestAuthority foreign = TestAuthority.root("root").intermediate("intermediate");
        Holder shown = switch (kind) {
            case "expired" -> intermediate.expired("acme::alice");
            case "server" -> intermediate.server("acme::alice");
            default -> foreign.client("acme::alice");
        };
        try (HttpClient client = client(protocol, HttpClient.Version.HTTP_2, Clients.showing(shown.keyManagers()))) {
            assertThat(get(engine, client, "/ignored").body()).isEqualTo("nobody");
            assertThat(get(engine, client, "/optional").body()).isEqualTo("nobody");
            assertRefused(get(engine, client, "/required"), "not trusted");
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void keepsTheCertificateWhenASessionIsResumed(String engine, String protocol) throws Exception {
        AtomicInteger fullHandshakes = new AtomicInteger();
        SSLContext context = Clients.counting(fullHandshakes::incrementAndGet, agent.keyManagers());

        String first = overOneConnection(engine, context, protocol);
        String second = overOneConnection(engine, context, protocol);

        assertThat(fullHandshakes).hasValue(1);
        assertThat(first).contains("CN=acme::alice");
        assertThat(second).contains("CN=acme::alice");
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void givesNobodyTheCertificateOfAnother(String engine, String protocol) throws Exception {
        String alice = overOneConnection(engine, Clients.showing(agent.keyManagers()), protocol);
        String bob = overOneConnection(
                engine, Clients.showing(root.client("acme::bob").keyManagers()), protocol);
        String nobody = overOneConnection(engine, Clients.showing(new KeyManager[0]), protocol);

        assertThat(alice).contains("CN=acme::alice");
        assertThat(bob).contains("CN=acme::bob");
        assertThat(nobody).contains("nobody");
    }

    static Stream<Arguments> protocols() {
        return ENGINES.stream().flatMap(engine -> PROTOCOLS.stream().map(protocol -> Arguments.of(engine, protocol)));
    }

    static Stream<Arguments> versions() {
        return with(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2);
    }

    static Stream<Arguments> worthless() {
        return with("expired", "server", "foreign");
    }

    private static Stream<Arguments> with(Object... third) {
        return protocols()
                .map(Arguments::get)
                .flatMap(two -> Arrays.stream(third).map(last -> Arguments.of(two[0], two[1], last)));
    }

    private String overOneConnection(String engine, SSLContext context, String protocol) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), edge(engine).port())) {
            socket.setSoTimeout(60_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.getOutputStream()
                    .write("GET /optional HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            try (InputStream answer = socket.getInputStream()) {
                return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private TestEdge edge(String engine) {
        return Objects.requireNonNull(edges.get(engine));
    }

    private static HttpClient client(String protocol, HttpClient.Version version, SSLContext context) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        return HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .version(version)
                .build();
    }

    private HttpResponse<String> get(String engine, HttpClient client, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(edge(engine).uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(answer.body()).contains("401 Authorization Required", why);
    }
}
