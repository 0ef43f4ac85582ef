/**
 * Pods that are only said to run, on a real cluster: {@link dev.mastio.suite.hollow.HollowNodes} have them, and {@link
 * dev.mastio.suite.hollow.HollowPods} says how an instance gets there. The embedded cluster has hollow pods of its own. Known to the
 * commands that need many instances or many moments.
 */
@NullMarked
package dev.mastio.suite.hollow;

import org.jspecify.annotations.NullMarked;
