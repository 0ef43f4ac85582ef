package dev.mastio.proxy.pki;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certification without a store. */
public final class TestAuthority {

    private TestAuthority() {}

    /** Of an organisation "acme", made at that time. */
    public static Authority made(Instant now) {
        Issuer root = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), now);
        Issuer intermediate = Founding.newIntermediate("acme", root, now);
        TokenKey token = Founding.newTokenKey("acme", "cullis.local", intermediate, now);
        return new Authority(1, "acme", "cullis.local", root.certificate(), intermediate, List.of(), List.of(token));
    }

    /** The same, with a former Intermediate. */
    static Authority withRetired(Authority authority, Retired retired) {
        return new Authority(
                2,
                authority.org(),
                authority.trustDomain(),
                authority.root(),
                authority.intermediate(),
                List.of(retired),
                authority.tokenKeys());
    }

    /** A passphrase long enough for production. */
    public static Optional<String> passphrase() {
        return Optional.of("a passphrase of thirty-two letters");
    }
}
