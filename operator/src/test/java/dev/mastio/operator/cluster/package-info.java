/** The operator against an embedded API server, with pods that are only pretended. */
@NullMarked
package dev.mastio.operator.cluster;

import org.jspecify.annotations.NullMarked;
