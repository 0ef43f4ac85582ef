/**
 * The organisation's certification: Org Root, Intermediate and the keys that sign tokens, made once and shared by all replicas of a
 * store. {@link dev.mastio.proxy.pki.Pki} is the front door; what it knows at a moment is an {@link dev.mastio.proxy.pki.Authority}.
 * Only {@code PkiRoutes} knows the wire's requests and replies.
 */
@NullMarked
package dev.mastio.proxy.pki;

import org.jspecify.annotations.NullMarked;
