/**
 * The Mastio gateway: one process, a TLS data listener and a plain operations listener.
 *
 * <p>Rooms: {@code config} (environment to settings), {@code store} (the database), {@code ops} (health, metrics, the
 * operations listener) and {@code edge} (everything that faces clients). {@code edge} may use {@code ops}, both may use
 * {@code store} and {@code config}, never the other way round. {@link dev.mastio.proxy.Main} is the front door.
 */
@NullMarked
package dev.mastio.proxy;

import org.jspecify.annotations.NullMarked;
