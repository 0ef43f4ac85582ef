/** What the API asks of a node: the logs of containers. */
@NullMarked
package dev.mastio.local.api.logs;

import org.jspecify.annotations.NullMarked;
