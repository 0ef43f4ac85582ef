/**
 * Holds the embedded API server to a real one: the calls of {@code suite/conformance/cases} are made to both, in order, and their
 * replies compared. {@link dev.mastio.suite.conformance.ConformanceCommand} is the way in.
 */
@NullMarked
package dev.mastio.suite.conformance;

import org.jspecify.annotations.NullMarked;
