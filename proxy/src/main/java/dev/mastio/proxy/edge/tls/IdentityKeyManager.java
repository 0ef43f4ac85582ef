package dev.mastio.proxy.edge.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Presents one identity, which may be exchanged while connections come in. */
final class IdentityKeyManager extends X509ExtendedKeyManager {

    private volatile Identity identity;

    IdentityKeyManager(Identity identity) {
        this.identity = identity;
    }

    void use(Identity fresh) {
        identity = fresh;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Identity current = identity;
        // The serial number makes key and chain of one handshake come from the same identity, also across a reload.
        return keyType.startsWith(current.key().getAlgorithm()) ? alias(current) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity current = identity;
        return alias.equals(alias(current)) ? current.chainArray() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity current = identity;
        return alias.equals(alias(current)) ? current.key() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {alias(identity)};
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

    private static String alias(Identity identity) {
        return identity.leaf().getSerialNumber().toString();
    }
}
