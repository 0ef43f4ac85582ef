/**
 * The login of an agent with the key it holds: it gets a challenge, signs it into an assertion, and has it endorsed. Does not know
 * HTTP.
 */
@NullMarked
package dev.mastio.proxy.auth.login;

import org.jspecify.annotations.NullMarked;
