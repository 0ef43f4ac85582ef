/**
 * How the process shows itself to those who run it: health, metrics, leadership. Knows nothing of instances; the reconciler
 * hands values in.
 */
@NullMarked
package dev.mastio.operator.ops;

import org.jspecify.annotations.NullMarked;
