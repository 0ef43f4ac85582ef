/** The operator's process: {@link dev.mastio.operator.Main} reads the environment and starts what the packages below make. */
@NullMarked
package dev.mastio.operator;

import org.jspecify.annotations.NullMarked;
