/**
 * The load engine: HTTP/1.1 over TLS or plain TCP from a few event loops, in a closed model (virtual users) or an open one (arrivals).
 *
 * <p>Front door: {@link dev.mastio.bench.load.LoadRun}, which takes a {@link dev.mastio.bench.load.Target} and a
 * {@link dev.mastio.bench.load.Profile} and gives a {@link dev.mastio.bench.load.Second} each second and a
 * {@link dev.mastio.bench.load.LoadResult} at the end. Everything else is package-private. Any package of this module may call it; it
 * calls none of them.
 */
@NullMarked
package dev.mastio.bench.load;

import org.jspecify.annotations.NullMarked;
