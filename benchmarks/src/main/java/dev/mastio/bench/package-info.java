/** To be described. */
@NullMarked
package dev.mastio.bench;

import org.jspecify.annotations.NullMarked;
