/** Small real servers that tests put under load. */
@NullMarked
package dev.mastio.bench.server;

import org.jspecify.annotations.NullMarked;
