/**
 * Measures the floor of a server: the highest rate that it sustains within the objectives.
 *
 * <p>Front door: {@link dev.mastio.bench.calibrate.FloorSearch}, which is pure: it is given a way to try a rate. {@code RateTrial} is the real way.
 * Called by the floor command.
 */
@NullMarked
package dev.mastio.bench.calibrate;

import org.jspecify.annotations.NullMarked;
