package dev.mastio.proxy.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the registered claims of a token must say. */
record ClaimRules(String audience, List<String> required) {

    private static final long LEEWAY_SECONDS = 30;
    /** Some 30,000 years from now. */
    private static final long LATEST = 1_000_000_000_000L;

    /**
     * Returns if they do.
     *
     * @throws ClaimsException with the first thing that is wrong
     */
    void check(ObjectNode claims, Instant now) throws ClaimsException {
        for (String name : required) {
            if (!claims.hasNonNull(name)) {
                throw new ClaimsException("Token is missing the \"" + name + "\" claim");
            }
        }
        long seconds = now.getEpochSecond();
        if (seconds("iat", claims) > seconds + LEEWAY_SECONDS) {
            throw new ClaimsException("The token is not yet valid (iat)");
        }
        if (claims.hasNonNull("nbf") && seconds("nbf", claims) > seconds + LEEWAY_SECONDS) {
            throw new ClaimsException("The token is not yet valid (nbf)");
        }
        if (seconds("exp", claims) <= seconds - LEEWAY_SECONDS) {
            throw new ClaimsException("Signature has expired");
        }
        if (!names(claims.path("aud"))) {
            throw new ClaimsException("Audience doesn't match");
        }
    }

    /** Whether that expiry is over, with the same leeway. */
    static boolean isOver(Instant expiry, Instant now) {
        return expiry.getEpochSecond() <= now.getEpochSecond() - LEEWAY_SECONDS;
    }

    private boolean names(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).anyMatch(this::isAudience)
                : isAudience(value);
    }

    private boolean isAudience(JsonNode value) {
        return value.isTextual() && value.textValue().equals(audience);
    }

    private static long seconds(String name, ObjectNode claims) throws ClaimsException {
        JsonNode value = claims.path(name);
        // Refuses too what would wrap around in a conversion or a difference: 2^64 and now, or the least number there
        // is.
        if (!value.isNumber() || !value.canConvertToLong() || value.longValue() < 0 || value.longValue() > LATEST) {
            throw new ClaimsException("The claim \"" + name + "\" must be a number of seconds");
        }
        return value.longValue();
    }
}
