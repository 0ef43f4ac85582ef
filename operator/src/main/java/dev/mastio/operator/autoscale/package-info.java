/**
 * How many replicas an instance needs: {@link dev.mastio.operator.autoscale.Autoscaler} decides from values, {@link
 * dev.mastio.operator.autoscale.SpecReplicas} says what a change of mode does to {@code spec.replicas}. Pure: time is
 * passed in, nothing here waits, reads or writes. The reconciler and the observer call it; start reading at
 * {@code Autoscaler}.
 */
@NullMarked
package dev.mastio.operator.autoscale;

import org.jspecify.annotations.NullMarked;
