/**
 * How a changed hardware class reaches its instances: a few at a time, so that a mistake in a class stops after a few. {@link
 * dev.mastio.operator.instance.rollout.ClassWave} is the pure rule.
 */
@NullMarked
package dev.mastio.operator.instance.rollout;

import org.jspecify.annotations.NullMarked;
