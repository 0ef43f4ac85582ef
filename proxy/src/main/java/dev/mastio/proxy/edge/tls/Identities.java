package dev.mastio.proxy.edge.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The identities of one moment: which of them a client gets depends on the name that it asks for. */
final class Identities {

    private final Identity byDefault;
    private final Map<String, Identity> byName = new HashMap<>();
    private final Map<String, Identity> byAlias = new HashMap<>();

    /**
     * Several identities.
     *
     * @param byDefault for clients that ask for no name or for one that none of the others has
     * @param named for clients that ask for a name of theirs; of two with the same name the earlier serves it
     */
    Identities(Identity byDefault, List<Identity> named) {
        this.byDefault = byDefault;
        byAlias.put(alias(byDefault), byDefault);
        for (Identity identity : named) {
            byAlias.put(alias(identity), identity);
            identity.names().forEach(name -> byName.putIfAbsent(name, identity));
        }
    }

    /** The one for that name: by its full name, else by a wildcard for its last label but one, else the default. */
    Identity named(@Nullable String asked) {
        if (asked == null) {
            return byDefault;
        }
        String name = asked.toLowerCase(Locale.ROOT);
        Identity exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        return dot < 0 ? byDefault : byName.getOrDefault("*" + name.substring(dot), byDefault);
    }

    /** The one with that alias, if it is one of these. */
    @Nullable
    Identity aliased(String alias) {
        return byAlias.get(alias);
    }

    /** Differs for different certificates, so that key and chain of one handshake belong together, also across a reload. */
    static String alias(Identity identity) {
        return Integer.toHexString(identity.leaf().hashCode()) + "-"
                + identity.leaf().getSerialNumber().toString(Character.MAX_RADIX);
    }
}
