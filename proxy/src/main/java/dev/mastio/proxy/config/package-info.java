/**
 * The environment of the process, read once at start into one {@link dev.mastio.proxy.config.Settings}. Knows nothing of
 * the rest; everybody may read settings, only {@code Main} and tests make them.
 */
@NullMarked
package dev.mastio.proxy.config;

import org.jspecify.annotations.NullMarked;
