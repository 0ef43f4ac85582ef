/**
 * The command line of the load program. Main is the front door; each command reads its options and leaves the work to the packages below.
 */
@NullMarked
package dev.mastio.bench;

import org.jspecify.annotations.NullMarked;
