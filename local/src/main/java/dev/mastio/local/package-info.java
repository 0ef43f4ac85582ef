/** To be described. */
@NullMarked
package dev.mastio.local;

import org.jspecify.annotations.NullMarked;
