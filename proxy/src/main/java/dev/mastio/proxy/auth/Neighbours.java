package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.certificate.CertificateAuthentication.CallerLimit;
import dev.mastio.proxy.auth.certificate.GraceMatch;
import dev.mastio.proxy.auth.certificate.TrustedRoot;
import dev.mastio.proxy.auth.certificate.TypedPrincipals;
import dev.mastio.proxy.auth.dpop.RegistryMark;
import dev.mastio.proxy.auth.login.HeldCredentials;
import dev.mastio.proxy.auth.principal.AgentDirectory;
import dev.mastio.proxy.auth.token.TokenKeys;
import dev.mastio.proxy.journal.CallJournal;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What authentication needs of other rooms.
 *
 * @param org whose Mastio this is; empty as long as that is not known
 */
public record Neighbours(
        Supplier<Optional<String>> org,
        TrustedRoot root,
        TokenKeys keys,
        AgentDirectory agents,
        RegistryMark mark,
        ApiTokens apiTokens,
        TypedPrincipals typed,
        HeldCredentials held,
        CallerLimit limit,
        GraceMatch.Log graceLog,
        CallJournal<?> calls) {}
