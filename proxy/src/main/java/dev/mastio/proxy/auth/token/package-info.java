/**
 * Tokens: client assertions in, the gateway's own access tokens out, and those checked when they come back. Start at
 * {@link dev.mastio.proxy.auth.token.TokenMint} and {@link dev.mastio.proxy.auth.token.LocalTokens}. Does not know HTTP.
 */
@NullMarked
package dev.mastio.proxy.auth.token;

import org.jspecify.annotations.NullMarked;
