/**
 * The data listener: TLS, HTTP/1.1 and HTTP/2, and the steps that every request takes before its route answers. Front door:
 * {@link dev.mastio.proxy.edge.Edge}; the order of the steps is in {@link dev.mastio.proxy.edge.RequestPath}.
 */
@NullMarked
package dev.mastio.proxy.edge;

import org.jspecify.annotations.NullMarked;
