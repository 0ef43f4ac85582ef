/**
 * What an endpoint sees of HTTP, without a server: a {@link dev.mastio.proxy.wire.Request} comes in, a
 * {@link dev.mastio.proxy.wire.Reply} or a {@link dev.mastio.proxy.wire.Refusal} goes out. Endpoints are made in the rooms'
 * thin {@code …Routes} classes; the domain behind them knows only {@code Refusal} and {@code Json} of this.
 */
@NullMarked
package dev.mastio.proxy.wire;

import org.jspecify.annotations.NullMarked;
