package dev.mastio.proxy.egress;

import dev.mastio.proxy.auth.principal.PrincipalId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Somebody as agents name each other, here or in another organisation.
 *
 * @param trustDomain of a SPIFFE id; empty where none was named, which is ours then
 */
record PeerName(PrincipalId id, Optional<String> trustDomain) {

    /** Longer than any that is given to somebody. */
    private static final int MOST = 512;

    /** The letters of a domain are those that our own may have. */
    private static final Pattern SPIFFE = Pattern.compile("spiffe://([a-zA-Z0-9._-]+)/([^/]+)/([^/]+)");

    /** {@code org::name} or {@code spiffe://domain/org/name}; empty for anything else. */
    static Optional<PeerName> parse(String text) {
        if (text.length() > MOST) {
            return Optional.empty();
        }
        if (!text.startsWith("spiffe://")) {
            return PrincipalId.parse(text).map(id -> new PeerName(id, Optional.empty()));
        }
        Matcher spiffe = SPIFFE.matcher(text);
        return spiffe.matches()
                ? PrincipalId.parseSpiffe(text).map(id -> new PeerName(id, Optional.of(spiffe.group(1))))
                : Optional.empty();
    }

    /** Whether it is one of that organisation. */
    boolean isOf(String org, String domain) {
        return id.org().equals(org) && trustDomain.orElse(domain).equals(domain);
    }
}
