/**
 * Edge mode: the way to a server that stands behind this process, and its answers' way back. Front door: {@link
 * dev.mastio.proxy.edge.upstream.Upstream}; which requests go there is in {@link dev.mastio.proxy.edge.upstream.Locations}. Called by
 * {@code edge} alone, and knows nothing of it.
 */
@NullMarked
package dev.mastio.proxy.edge.upstream;

import org.jspecify.annotations.NullMarked;
