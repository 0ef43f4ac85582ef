/**
 * An embedded Kubernetes API: one listener on loopback with TLS and a bearer token, objects in memory or in a directory.
 *
 * <p>{@link dev.mastio.local.api.EmbeddedApi} is the front door; controllers and the node are ordinary clients of what it serves.
 */
@NullMarked
package dev.mastio.local.api;

import org.jspecify.annotations.NullMarked;
