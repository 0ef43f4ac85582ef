/** To be described. */
@NullMarked
package dev.mastio.suite;

import org.jspecify.annotations.NullMarked;
