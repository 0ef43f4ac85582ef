/**
 * What one replica may use and what it is held to sustain, computed from a hardware class and a workload mix. Start at
 * {@link dev.mastio.operator.capacity.Capacity}. Pure: values in, values out; any room of the operator may call it.
 */
@NullMarked
package dev.mastio.operator.capacity;

import org.jspecify.annotations.NullMarked;
