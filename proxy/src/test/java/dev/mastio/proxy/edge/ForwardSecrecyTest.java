package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.config.Settings.TlsFiles;
import dev.mastio.proxy.edge.tls.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte by byte, with an RSA certificate, which alone can do without forward secrecy: Java's clients do not offer that any more. */
@ParameterizedClass
@ValueSource(strings = {"conscrypt", "jdk"})
class ForwardSecrecyTest {

    private static final String ECDHE_RSA_WITH_AES_128_GCM_SHA256 = "c02f";
    private static final String RSA_WITH_AES_128_GCM_SHA256 = "009c";
    private static final String RSA_WITH_AES_256_GCM_SHA384 = "009d";
    private static final String RSA_WITH_AES_128_CBC_SHA = "002f";

    private static final String GROUPS = "000a00040002" + "0017";
    private static final String POINTS = "000b000201" + "00";
    private static final String SIGNATURES = "000d00060004" + "0804" + "0401";

    private static final String FATAL_HANDSHAKE_FAILURE = "15" + "0303" + "0002" + "0228";
    private static final String SERVER_HELLO = "02";

    private final String engine;

    @TempDir
    private Path directory;

    ForwardSecrecyTest(String engine) {
        this.engine = engine;
    }

    @Test
    void refusesAClientThatOffersOnlySuitesWithoutIt() throws Exception {
        try (TestEdge edge = start()) {
            String answer =
                    answer(edge, RSA_WITH_AES_128_GCM_SHA256 + RSA_WITH_AES_256_GCM_SHA384 + RSA_WITH_AES_128_CBC_SHA);

            assertThat(answer).isEqualTo(FATAL_HANDSHAKE_FAILURE);
        }
    }

    /** So it is the suites that are refused, and not something else in that hello. */
    @Test
    void takesTheSuiteWithItOfAClientThatOffersItLast() throws Exception {
        try (TestEdge edge = start()) {
            String answer = answer(edge, RSA_WITH_AES_128_GCM_SHA256 + ECDHE_RSA_WITH_AES_128_GCM_SHA256);

            assertThat(answer).startsWith("16" + "0303").contains(ECDHE_RSA_WITH_AES_128_GCM_SHA256);
            assertThat(answer.substring(10, 12)).isEqualTo(SERVER_HELLO);
        }
    }

    private TestEdge start() throws Exception {
        TlsFiles rsa = TestIdentity.make("RSA", 11).write(directory);
        return TestEdge.start(
                directory,
                Map.of(
                        "MASTIO_TLS_ENGINE",
                        engine,
                        "MASTIO_TLS_CERT_FILE",
                        rsa.certificate().toString(),
                        "MASTIO_TLS_KEY_FILE",
                        rsa.key().toString()),
                List.of(),
                List.of());
    }

    /** The first record that comes; empty if none does. */
    private static String answer(TestEdge edge, String suites) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
            client.setSoTimeout(60_000);
            client.getOutputStream().write(HexFormat.of().parseHex(hello(suites)));
            byte[] head = client.getInputStream().readNBytes(5);
            int length = head.length < 5 ? 0 : ByteBuffer.wrap(head).getShort(3);
            return HexFormat.of().formatHex(head)
                    + HexFormat.of().formatHex(client.getInputStream().readNBytes(length));
        }
    }

    private static String hello(String suites) {
        String random = "00".repeat(32);
        String session = "00";
        String compression = "0100";
        String body = "0303" + random + session + sized(suites) + compression + sized(GROUPS + POINTS + SIGNATURES);
        return "16" + "0301" + sized("01" + "00" + sized(body));
    }

    private static String sized(String hex) {
        return "%04x".formatted(hex.length() / 2) + hex;
    }
}
