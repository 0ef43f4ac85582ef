package dev.mastio.proxy.edge.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Presents the identity for the name that the client asks for, out of a set that may be exchanged while connections come in. */
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private volatile Identities current;
    /** A handshake may have chosen from these just before the exchange. */
    private volatile Identities former;

    IdentityKeyManager(Identities identities) {
        this.current = identities;
        this.former = identities;
    }

    /** Exchanges the set for what that is now; several may want to at once. */
    synchronized void use(Supplier<Identities> fresh) {
        former = current;
        current = fresh.get();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Identity identity = current.named(nameAskedFor(engine));
        return keyType.startsWith(identity.key().getAlgorithm()) ? Identities.alias(identity) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = aliased(alias);
        return identity == null ? null : identity.chainArray();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = aliased(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {Identities.alias(current.named(null))};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private @Nullable Identity aliased(String alias) {
        Identity identity = current.aliased(alias);
        return identity == null ? former.aliased(alias) : identity;
    }

    private static @Nullable String nameAskedFor(@Nullable SSLEngine engine) {
        if (engine == null || !(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return null;
        }
        for (SNIServerName name : session.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName();
            }
        }
        return null;
    }
}
