/**
 * Agents that enrol, mint tokens and call a tool as fast as they can, each request with a fresh proof of its own: what authentication
 * costs the server. Closed model, one request a connection at a time, blocking; the measure is the server's CPU time, not ours.
 */
@NullMarked
package dev.mastio.bench.auth;

import org.jspecify.annotations.NullMarked;
