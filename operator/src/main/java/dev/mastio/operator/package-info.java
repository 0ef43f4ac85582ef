/** To be described. */
@NullMarked
package dev.mastio.operator;

import org.jspecify.annotations.NullMarked;
