/** The least that a start of the proxy could be: a program of its own, compared with by {@code ./mastio ready}. */
@NullMarked
package dev.mastio.suite.hello;

import org.jspecify.annotations.NullMarked;
