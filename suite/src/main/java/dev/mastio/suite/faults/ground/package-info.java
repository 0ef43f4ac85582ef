/** The cluster that faults are tried on, its operator, and those who watch both. */
@NullMarked
package dev.mastio.suite.faults.ground;

import org.jspecify.annotations.NullMarked;
