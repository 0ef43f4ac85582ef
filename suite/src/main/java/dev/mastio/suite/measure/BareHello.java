package dev.mastio.suite.measure;

import dev.mastio.suite.CertificateFiles;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.LoneProgram;
import dev.mastio.suite.LoneServer;
import dev.mastio.suite.hello.BareServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link BareServer} from the proxy's own libraries: what Undertow and TLS alone cost a start. */
record BareHello(Distribution distribution) implements LoneProgram {

    /** Undertow with what it needs, and Conscrypt. Logging is left to the JDK. */
    private static final List<String> LIBRARIES =
            List.of("undertow-", "xnio-", "jboss-", "smallrye-", "wildfly-", "conscrypt-");

    @Override
    public LoneServer start(List<String> jvmOptions, Path folder) throws IOException {
        String address = LoneServer.anyAddress();
        CertificateFiles tls = CertificateFiles.in(folder);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                BareServer.class.getName(),
                address,
                Integer.toString(LoneServer.DATA_PORT),
                Integer.toString(LoneServer.OPS_PORT),
                tls.certificate().toString(),
                tls.key().toString()));
        return LoneServer.start(command, Map.of(), address, folder);
    }

    @Override
    public Path jar() {
        return target().resolve("mastio-suite.jar");
    }

    @Override
    public Path cache() {
        return target().resolve("bare-hello.aot");
    }

    private String classPath() throws IOException {
        try (Stream<Path> libraries = Files.list(libraries())) {
            String needed = libraries
                    .filter(file ->
                            LIBRARIES.stream().anyMatch(file.getFileName().toString()::startsWith))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            return jar() + File.pathSeparator + needed;
        }
    }

    private Path target() {
        return distribution.root().resolve("suite").resolve("target");
    }
}
