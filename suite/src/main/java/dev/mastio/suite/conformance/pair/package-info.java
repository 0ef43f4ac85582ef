/** The two servers, what can be asked of them, and how their replies are compared. */
@NullMarked
package dev.mastio.suite.conformance.pair;

import org.jspecify.annotations.NullMarked;
