/**
 * The server's certificate: PEM files that are read again when they change, or one that the organisation issued, or one made at start. Plain JSSE, no HTTP; used
 * by {@code edge} only.
 */
@NullMarked
package dev.mastio.proxy.edge.tls;

import org.jspecify.annotations.NullMarked;
