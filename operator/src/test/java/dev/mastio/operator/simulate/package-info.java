/**
 * A simulator of an instance in virtual time: the real windows and the real decisions over modelled pods, clients and
 * mishaps. {@link dev.mastio.operator.simulate.Scenarios} is the list, the result is {@code docs/reference/simulator.md}.
 */
@NullMarked
package dev.mastio.operator.simulate;

import org.jspecify.annotations.NullMarked;
