package dev.mastio.proxy.auth.dpop;

import java.util.Optional;

/**
 * The wish to be the one who uses a proof.
 *
 * @param row what is taken down if nobody did before
 */
record Claim<R>(ReplayKey key, Optional<R> row) {}
