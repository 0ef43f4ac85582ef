/**
 * Signed JSON, as little of it as the gateway needs and no more leniently than it must: compact JWS with ES256, PS256 or RS256 and
 * public keys as JWK. Pure; knows nothing of tokens, proofs or HTTP.
 */
@NullMarked
package dev.mastio.proxy.auth.jose;

import org.jspecify.annotations.NullMarked;
