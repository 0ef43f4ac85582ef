/**
 * What the cluster should hold for an instance: one small builder a kind, {@code DesiredX.of(plan)}, and the check of what a
 * user wrote. Start at {@link dev.mastio.operator.desired.InstancePlan}. Pure: values in, Fabric8 model objects out, the
 * same plan always gives the same objects. The reconciler and whoever renders manifests call it.
 */
@NullMarked
package dev.mastio.operator.desired;

import org.jspecify.annotations.NullMarked;
