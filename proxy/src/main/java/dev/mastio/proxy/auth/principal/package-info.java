/** Whom the gateway deals with: identifiers, and a caller that has been authenticated. */
@NullMarked
package dev.mastio.proxy.auth.principal;

import org.jspecify.annotations.NullMarked;
