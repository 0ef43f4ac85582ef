/**
 * Kubernetes on a laptop: {@link dev.mastio.local.LocalCluster} starts all of it in this JVM, {@link
 * dev.mastio.local.LocalMain} does so from the command line. This is what other modules and the demo use.
 */
@NullMarked
package dev.mastio.local;

import org.jspecify.annotations.NullMarked;
