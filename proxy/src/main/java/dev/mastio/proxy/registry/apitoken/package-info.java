/** Tokens that administrators give out, with which a program acts for a user. Does not know HTTP. Front door: {@link dev.mastio.proxy.registry.apitoken.ApiTokens}. */
@NullMarked
package dev.mastio.proxy.registry.apitoken;

import org.jspecify.annotations.NullMarked;
