/**
 * Who is calling, and how the gateway knows. Routes ask {@link dev.mastio.proxy.auth.AuthenticatedEndpoints}; tokens are minted and logins
 * endorsed by {@link dev.mastio.proxy.auth.AuthRoutes}. Below: {@code jose} (signed JSON), {@code dpop} (proofs, nonces, replays),
 * {@code certificate}, {@code token}, {@code login}.
 */
@NullMarked
package dev.mastio.proxy.auth;

import org.jspecify.annotations.NullMarked;
