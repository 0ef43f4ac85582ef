/**
 * The operator with many instances. {@link dev.mastio.suite.measure.fleet.FleetCommand} is the way in; {@code Fleet} has the instances,
 * {@code OperatorUnderTest} what the operator costs and asks for, {@code Changes} how fast it follows.
 */
@NullMarked
package dev.mastio.suite.measure.fleet;

import org.jspecify.annotations.NullMarked;
