/** The chains as values: what a row holds, which text of it is hashed, and how. Knows neither databases nor files. */
@NullMarked
package dev.mastio.proxy.audit.chain;

import org.jspecify.annotations.NullMarked;
