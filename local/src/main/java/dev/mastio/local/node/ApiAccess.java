package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How pods reach the API: what a client in the cluster finds in files and variables. */
public record ApiAccess(String url, String token, String caCertificate) {

    Map<String, byte[]> files(String namespace) {
        return Map.of(
                "token", token.getBytes(UTF_8),
                "ca.crt", caCertificate.getBytes(UTF_8),
                "namespace", namespace.getBytes(UTF_8));
    }

    /** The standard variables, and those that tell Fabric8 where its files are since they cannot be where it looks. */
    Map<String, String> variables(Path files) {
        URI address = URI.create(url);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("KUBERNETES_SERVICE_HOST", address.getHost());
        variables.put("KUBERNETES_SERVICE_PORT", Integer.toString(address.getPort()));
        variables.put(
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", files.resolve("token").toString());
        variables.put("KUBERNETES_CERTS_CA_FILE", files.resolve("ca.crt").toString());
        variables.put("KUBENAMESPACE", files.resolve("namespace").toString());
        // The user's own kubeconfig would win over the files.
        variables.put("KUBECONFIG", files.resolve("no-kubeconfig").toString());
        variables.put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
        return variables;
    }

    @Override
    public String toString() {
        return "ApiAccess[" + url + "]";
    }
}
