package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The proxy with a SQLite file and with what a pod has besides: a certificate in files, and secrets. */
public record LoneProxy(Distribution distribution) implements LoneProgram {

    private static final String MAIN = "dev.mastio.proxy.Main";
    /** As the operator makes one for an instance, but known to everybody. */
    private static final String NO_SECRET = "raw:for-measurements-and-training-only---------";

    @Override
    public LoneServer start(List<String> jvmOptions, Path folder) throws IOException {
        String address = LoneServer.anyAddress();
        CertificateFiles tls = CertificateFiles.in(folder);
        Map<String, String> environment = new HashMap<>();
        environment.put("MCP_PROXY_HOST", address);
        environment.put("MCP_PROXY_PORT", Integer.toString(LoneServer.DATA_PORT));
        environment.put("MASTIO_OPS_PORT", Integer.toString(LoneServer.OPS_PORT));
        environment.put("MASTIO_TLS_CERT_FILE", tls.certificate().toString());
        environment.put("MASTIO_TLS_KEY_FILE", tls.key().toString());
        environment.put("MCP_PROXY_DATABASE_URL", "sqlite:///" + folder.resolve("proxy.db"));
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", NO_SECRET);
        environment.put("MASTIO_SHUTDOWN_ACCEPT_SECONDS", "0");
        return LoneServer.start(
                distribution.program("proxy", MAIN, jvmOptions, List.of()), environment, address, folder);
    }

    @Override
    public Path jar() {
        return target().resolve("mastio-proxy.jar");
    }

    @Override
    public Path cache() {
        return target().resolve("mastio-proxy.aot");
    }

    private Path target() {
        return distribution.root().resolve("proxy").resolve("target");
    }
}
