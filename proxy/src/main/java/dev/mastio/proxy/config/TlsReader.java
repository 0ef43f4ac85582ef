package dev.mastio.proxy.config;

import static dev.mastio.proxy.config.Variable.*;

import dev.mastio.proxy.config.Settings.TlsFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which certificates this process shows, and whose it takes. */
final class TlsReader {

    /** Less than such a certificate lasts. */
    private static final int MAX_RENEWAL_DAYS = 89;

    private TlsReader() {}

    static Settings.Tls read(Environment environment, Optional<URI> publicUrl) {
        Optional<TlsFiles> given = given(environment);
        Optional<Path> directory = environment.optional(CERT_DIR).map(Path::of);
        Optional<Path> authorities = environment.readableFile(CLIENT_CA_FILE);
        return new Settings.Tls(
                given.or(() -> directory.map(TlsReader::originals)),
                given.isEmpty() && directory.isPresent(),
                further(environment),
                authorities.or(() -> directory.map(path -> path.resolve("org-ca.crt"))),
                authorities.isEmpty() && directory.isPresent(),
                names(environment, publicUrl),
                Duration.ofDays(environment.number(RENEWAL, 1, MAX_RENEWAL_DAYS)),
                environment.choice(TLS_ENGINE, List.of("conscrypt", "jdk")).equals("jdk"));
    }

    /** In the order of the original, and then those of this machine. */
    private static List<String> names(Environment environment, Optional<URI> publicUrl) {
        Set<String> names = new LinkedHashSet<>(environment.list(SAN));
        // An IPv6 address is in brackets in a URL only.
        publicUrl.map(URI::getHost).map(host -> host.replaceAll("[\\[\\]]", "")).ifPresent(names::add);
        names.addAll(List.of("localhost", "127.0.0.1"));
        return List.copyOf(names);
    }

    private static Optional<TlsFiles> given(Environment environment) {
        Optional<Path> certificate = environment.readableFile(TLS_CERT_FILE);
        Optional<Path> key = environment.readableFile(TLS_KEY_FILE);
        if (certificate.isPresent() != key.isPresent()) {
            Variable missing = certificate.isPresent() ? TLS_KEY_FILE : TLS_CERT_FILE;
            environment.problem(missing, "", "set both this and its counterpart, or neither");
        }
        return certificate.flatMap(chain -> key.map(secret -> new TlsFiles(chain, secret)));
    }

    private static TlsFiles originals(Path directory) {
        return new TlsFiles(directory.resolve("mastio-server.crt"), directory.resolve("mastio-server.key"));
    }

    private static List<TlsFiles> further(Environment environment) {
        List<TlsFiles> further = new ArrayList<>();
        for (String pair : environment.list(TLS_MORE)) {
            String[] files = pair.split(":", -1);
            if (files.length == 2 && Files.isReadable(Path.of(files[0])) && Files.isReadable(Path.of(files[1]))) {
                further.add(new TlsFiles(Path.of(files[0]), Path.of(files[1])));
            } else {
                environment.problem(TLS_MORE, pair, "give CHAIN:KEY, two files that this process can read");
            }
        }
        return further;
    }
}
