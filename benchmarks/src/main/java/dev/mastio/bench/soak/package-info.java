/**
 * One soak: a constant load for a long time, memory sampled before and after it, and a verdict.
 *
 * <p>Front door: {@link dev.mastio.bench.soak.SoakJob}, which runs a soak from its {@link dev.mastio.bench.soak.SoakSettings} to its last words.
 * {@link dev.mastio.bench.soak.Soak} goes through the phases and gives a {@link dev.mastio.bench.soak.SoakReport};
 * {@link dev.mastio.bench.soak.Judge} makes the {@link dev.mastio.bench.soak.Verdict} from that and from nothing else. Called by the commands; uses
 * the load engine.
 */
@NullMarked
package dev.mastio.bench.soak;

import org.jspecify.annotations.NullMarked;
