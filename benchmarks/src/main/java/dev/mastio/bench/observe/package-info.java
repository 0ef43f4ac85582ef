/**
 * Reads what a proxy says about itself on its operations port while a load runs: memory, mostly.
 *
 * <p>Front door: {@link dev.mastio.bench.observe.MetricsPage} for one look, {@link dev.mastio.bench.observe.MemoryWatch} for a series. Called by
 * the commands and the soak.
 */
@NullMarked
package dev.mastio.bench.observe;

import org.jspecify.annotations.NullMarked;
