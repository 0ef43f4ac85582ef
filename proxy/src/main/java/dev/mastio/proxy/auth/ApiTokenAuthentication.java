package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.auth.principal.PrincipalId;
import dev.mastio.proxy.registry.apitoken.ApiToken;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.registry.apitoken.TokenText;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Knows a user by a token that administrators gave out. */
final class ApiTokenAuthentication {

    private final ApiTokens tokens;

    ApiTokenAuthentication(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The user.
     *
     * @return empty if there is no such token, or one that is good no more: it is then as if there were none
     * @throws Refusal 403 if the token is good, but not for that path
     */
    Optional<Caller> caller(TokenText text, String path, String address) throws Refusal, SQLException {
        Optional<ApiToken> found = tokens.find(text);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ApiToken token = found.get();
        if (!token.paths().allows(path)) {
            throw new Refusal(403, "API token scope_paths does not allow this request path");
        }
        tokens.used(token, address);
        return Optional.of(
                new Caller(token.principalId(), PrincipalId.Type.USER, List.of(), Optional.empty(), token.providers()));
    }
}
