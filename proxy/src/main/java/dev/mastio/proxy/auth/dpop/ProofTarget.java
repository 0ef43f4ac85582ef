package dev.mastio.proxy.auth.dpop;

import java.util.List;

/**
 * The request that a proof is for.
 *
 * @param uris every form of its address that a proof may name, normalised
 */
public record ProofTarget(String method, List<String> uris) {

    /**
     * A request to that authority, as its client sent it. Some clients sign the address with the port and some without it, so both are
     * right (an edge in front of the original removed the port).
     */
    public static ProofTarget of(String method, String authority, String path) {
        String full = HttpUri.normalised("https://" + authority + path);
        String portless = HttpUri.normalised("https://" + HttpUri.withoutPort(authority) + path);
        return new ProofTarget(method, full.equals(portless) ? List.of(full) : List.of(full, portless));
    }

    /** A request to a service whose address is configured: only that one is right. */
    public static ProofTarget at(String method, String publicUrl, String path) {
        String base = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        return new ProofTarget(method, List.of(HttpUri.normalised(base + path)));
    }
}
