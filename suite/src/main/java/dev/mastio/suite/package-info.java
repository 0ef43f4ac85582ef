/**
 * Runs the product as a user would: clusters, installation from {@code manifests/}, load. The demo and the integration
 * tests stand on it. It knows the operator, the proxy and the load program only as programs and manifests.
 */
@NullMarked
package dev.mastio.suite;

import org.jspecify.annotations.NullMarked;
