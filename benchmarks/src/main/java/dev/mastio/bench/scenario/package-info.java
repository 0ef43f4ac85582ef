/**
 * What to run and when it is good enough: scenarios by name or from a file, and thresholds.
 *
 * <p>Front door: {@link dev.mastio.bench.scenario.ScenarioLibrary}. Called by the commands; knows the engine's profiles and results only.
 */
@NullMarked
package dev.mastio.bench.scenario;

import org.jspecify.annotations.NullMarked;
