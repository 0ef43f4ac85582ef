/**
 * What a platform asks of the process: is it alive, is it ready, what has it done. Has a plain listener with threads of its
 * own, so that a saturated data listener does not fail a probe. {@code edge} reports into {@link
 * dev.mastio.proxy.ops.RequestMetrics} and shows the same health answers; this package does not know {@code edge}.
 */
@NullMarked
package dev.mastio.proxy.ops;

import org.jspecify.annotations.NullMarked;
