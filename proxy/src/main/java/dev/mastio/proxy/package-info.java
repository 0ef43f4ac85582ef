/** To be described. */
@NullMarked
package dev.mastio.proxy;

import org.jspecify.annotations.NullMarked;
