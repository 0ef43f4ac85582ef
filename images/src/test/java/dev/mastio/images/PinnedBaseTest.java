package dev.mastio.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.TarImage;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A base that a registry has, named by its digest. The registry is a small one, on loopback. */
class PinnedBaseTest {

    private static final String PASSWORD = "changeit";
    private static final String MANIFESTS = "/v2/java/manifests/sha256:";
    private static final String BLOBS = "/v2/java/blobs/sha256:";

    /** What the registry answers, by path. */
    private final Map<String, byte[]> held = new HashMap<>();

    @TempDir
    private Path folder;

    private HttpsServer registry;
    private String layer;
    private String manifest;

    @BeforeEach
    void holdAnImage() throws Exception {
        byte[] tar = new byte[1024];
        byte[] zipped = gzip(tar);
        layer = hold(BLOBS, zipped);
        byte[] config = """
                {"architecture": "%s", "os": "linux", "config": {"Env": ["JAVA_HOME=/opt/their/java"]},
                 "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}
                """.formatted(architecture(), digest(tar)).getBytes(StandardCharsets.UTF_8);
        manifest = hold(MANIFESTS, """
                {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                 "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": %d, "digest": "sha256:%s"},
                 "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": %d, "digest": "sha256:%s"}]}
                """.formatted(config.length, hold(BLOBS, config), zipped.length, layer)
                .getBytes(StandardCharsets.UTF_8));
        registry = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        registry.createContext("/", exchange -> {
            try (exchange) {
                byte[] answer = held.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
                exchange.getResponseHeaders()
                        .set("Content-Type", "application/vnd.docker.distribution.manifest.v2+json");
                exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void anImageStandsOnTheLayersAndTheEnvironmentOfItsBase() throws Exception {
        Map<String, byte[]> image = image();

        assertThat(image).containsKey(layer + ".tar.gz");
        assertThat(new String(image.get("config.json"), StandardCharsets.UTF_8)).contains("JAVA_HOME=/opt/their/java");
    }

    @Test
    void aLayerThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        held.put(BLOBS + layer, gzip(new byte[2048]));

        assertThatThrownBy(this::image).hasStackTraceContaining(layer);
    }

    /** The files of the archive. */
    private Map<String, byte[]> image() throws Exception {
        Path archive = folder.resolve("image.tar");
        new Base.Pinned("127.0.0.1:%d/java@sha256:%s"
                        .formatted(registry.getAddress().getPort(), manifest))
                .begin()
                .containerize(Containerizer.to(TarImage.at(archive).named("ours"))
                        .setAllowInsecureRegistries(true)
                        .setBaseImageLayersCache(folder.resolve("cache"))
                        .setApplicationLayersCache(folder.resolve("cache")));
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                files.put(entry.getName(), tar.readAllBytes());
        }
        return files;
    }

    private String hold(String place, byte[] content) throws Exception {
        String digest = digest(content);
        held.put(place + digest, content);
        return digest;
    }

    /** Which jib accepts of registries that may be insecure. */
    private SSLContext selfSigned() throws Exception {
        Path file = folder.resolve("keys");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static String digest(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        }
        return zipped.toByteArray();
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
