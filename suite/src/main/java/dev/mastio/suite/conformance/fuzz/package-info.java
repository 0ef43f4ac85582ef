/** Random objects and random changes, made to both servers in lockstep. */
@NullMarked
package dev.mastio.suite.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
