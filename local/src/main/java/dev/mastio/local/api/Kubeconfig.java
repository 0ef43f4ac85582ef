package dev.mastio.local.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text that tells kubectl and every other client where the API is and how to be let in. */
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
}
