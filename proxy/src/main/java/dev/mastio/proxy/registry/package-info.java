/** Who is known here: agents and other principals, with their certificates, capabilities and proof keys. Does not know HTTP. Front doors: {@link dev.mastio.proxy.registry.Agents} and {@link dev.mastio.proxy.registry.Principals}. */
@NullMarked
package dev.mastio.proxy.registry;

import org.jspecify.annotations.NullMarked;
