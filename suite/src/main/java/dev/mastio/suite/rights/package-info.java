/** Whether the shipped roles are what the operator and its soaks need: no right too few, and none too many. */
@NullMarked
package dev.mastio.suite.rights;

import org.jspecify.annotations.NullMarked;
