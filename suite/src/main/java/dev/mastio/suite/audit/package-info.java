/** The requests that a real API server has taken down. */
@NullMarked
package dev.mastio.suite.audit;

import org.jspecify.annotations.NullMarked;
