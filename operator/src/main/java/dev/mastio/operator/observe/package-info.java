/**
 * What the pods of an instance carry, from their own {@code /metrics}: scraped over HTTP, turned into rates over windows,
 * offered to the reconciler as {@link dev.mastio.operator.autoscale.Observation}. The reconciler's set-up makes one
 * {@link dev.mastio.operator.observe.ObservationSource} and gives it the pods from its informer's cache; start reading
 * there.
 */
@NullMarked
package dev.mastio.operator.observe;

import org.jspecify.annotations.NullMarked;
