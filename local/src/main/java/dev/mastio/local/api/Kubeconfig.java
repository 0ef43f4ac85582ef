package dev.mastio.local.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** The file that tells kubectl and every other client where the API is and how to be let in. */
final class Kubeconfig {
    private Kubeconfig() {}

    static String of(String url, String certificatePem, String token) {
        return """
                apiVersion: v1
                kind: Config
                current-context: mastio
                clusters:
                - name: mastio
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: mastio
                  user:
                    token: %s
                contexts:
                - name: mastio
                  context: {cluster: mastio, user: mastio, namespace: default}
                """.formatted(
                url, Base64.getEncoder().encodeToString(certificatePem.getBytes(StandardCharsets.UTF_8)), token);
    }

    /** Readable by its owner alone from the first moment on: it holds the token. */
    static void write(Path file, String content) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "kubeconfig",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, content);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
