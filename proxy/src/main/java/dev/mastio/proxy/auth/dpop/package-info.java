/**
 * Proofs of possession (RFC 9449): what a proof must say, which nonces it may carry, and that each is used once, on whichever replica.
 * Start at {@link dev.mastio.proxy.auth.dpop.Proofs}. Does not know HTTP.
 */
@NullMarked
package dev.mastio.proxy.auth.dpop;

import org.jspecify.annotations.NullMarked;
