/**
 * What administrators do: over HTTP with the admin secret or, for approvals, with a session from a password; and on the command line.
 * Only the classes named {@code …Routes} and the guards know the wire's requests and replies.
 */
@NullMarked
package dev.mastio.proxy.admin;

import org.jspecify.annotations.NullMarked;
