/** Bounded memory of what was worked out before. Only ever saves work: forgetting at any moment changes no answer. */
@NullMarked
package dev.mastio.proxy.auth.cache;

import org.jspecify.annotations.NullMarked;
