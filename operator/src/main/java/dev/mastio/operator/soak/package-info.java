/**
 * What to do about the soaks of an instance: when the schedule fires, which run to start, what a finished run is worth.
 *
 * <p>Values in, values out. The reconciler looks at the cluster, tells {@link dev.mastio.operator.soak.SoakPlan#decide} what
 * it saw and what time it is, and carries out the {@link dev.mastio.operator.soak.SoakDecision}. Nothing here knows a client,
 * a thread or a clock of its own.
 */
@NullMarked
package dev.mastio.operator.soak;

import org.jspecify.annotations.NullMarked;
