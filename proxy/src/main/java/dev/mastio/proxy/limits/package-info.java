/** How much one client may ask for. Does not know HTTP. */
@NullMarked
package dev.mastio.proxy.limits;

import org.jspecify.annotations.NullMarked;
