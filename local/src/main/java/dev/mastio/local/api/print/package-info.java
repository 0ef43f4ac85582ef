/** Objects as the rows that {@code kubectl get} shows. */
@NullMarked
package dev.mastio.local.api.print;

import org.jspecify.annotations.NullMarked;
