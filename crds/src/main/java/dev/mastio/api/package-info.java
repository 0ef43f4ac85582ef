/** To be described. */
@NullMarked
package dev.mastio.api;

import org.jspecify.annotations.NullMarked;
