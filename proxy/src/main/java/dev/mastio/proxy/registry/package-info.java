/** Who is known here: agents and other principals, with their certificates, capabilities and proof keys. Does not know HTTP. */
@NullMarked
package dev.mastio.proxy.registry;

import org.jspecify.annotations.NullMarked;
