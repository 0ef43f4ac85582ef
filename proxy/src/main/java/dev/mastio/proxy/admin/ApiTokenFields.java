package dev.mastio.proxy.admin;

import dev.mastio.proxy.registry.apitoken.ApiTokens.Wanted;
import dev.mastio.proxy.registry.apitoken.PathScope;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is said about a token that is to be made. */
record ApiTokenFields(
        String principalId,
        String label,
        List<String> providers,
        Optional<List<String>> paths,
        Optional<String> expiresAt,
        Optional<String> createdBy) {

    private static final int MAX_PRINCIPAL = 256;
    private static final int MAX_NAME = 128;
    private static final int MAX_SCOPES = 64;
    private static final int MAX_SCOPE = 256;
    private static final int MAX_TIME = 64;

    static ApiTokenFields read(Fields fields) {
        return new ApiTokenFields(
                fields.text("principal_id", 1, MAX_PRINCIPAL),
                fields.text("label", 1, MAX_NAME),
                fields.texts("scope_providers", MAX_SCOPES, MAX_NAME),
                fields.optionalTexts("scope_paths", MAX_SCOPES, MAX_SCOPE),
                fields.optionalText("expires_at", MAX_TIME),
                fields.optionalText("created_by", MAX_NAME));
    }

    /** Once the fields have been checked. */
    Wanted wanted(Instant now) throws Refusal {
        return new Wanted(
                principalId,
                label,
                providers,
                scope(),
                expiresAt.isPresent() ? Optional.of(end(expiresAt.get(), now)) : Optional.empty(),
                createdBy);
    }

    private PathScope scope() throws Refusal {
        if (paths.isEmpty()) {
            return PathScope.DEFAULT;
        }
        // Not the default: whoever names no path may mean none, and a token for none is of no use.
        if (paths.get().isEmpty() || !paths.get().stream().allMatch(PathScope::isPattern)) {
            throw new Refusal(
                    400,
                    "scope_paths must be patterns such as /v1/llm/*, decoded and without . and .. segments; leave them out for /v1/*");
        }
        return new PathScope(paths.get());
    }

    private static Instant end(String text, Instant now) throws Refusal {
        Instant end;
        try {
            end = Timestamp.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal(400, "expires_at must be a time in ISO 8601, as in 2030-01-31T12:00:00Z");
        }
        if (!end.isAfter(now)) {
            throw new Refusal(400, "expires_at must be in the future");
        }
        return end;
    }
}
