package dev.mastio.proxy.auth.principal;

import java.util.List;
import java.util.Optional;

/**
 * Whoever sent a request, once that is certain.
 *
 * @param capabilities what it may do, by the registry, not by its token
 * @param proofKey thumbprint of the key with which it proved possession, if it did
 * @param providers of language models that it may use, by its token; empty for any
 */
public record Caller(
        String id,
        PrincipalId.Type type,
        List<String> capabilities,
        Optional<String> proofKey,
        List<String> providers) {

    /** One who may use any provider. */
    public Caller(String id, PrincipalId.Type type, List<String> capabilities, Optional<String> proofKey) {
        this(id, type, capabilities, proofKey, List.of());
    }

    /** The same, having proved possession of that key. */
    public Caller provedBy(String thumbprint) {
        return new Caller(id, type, capabilities, Optional.of(thumbprint), providers);
    }
}
