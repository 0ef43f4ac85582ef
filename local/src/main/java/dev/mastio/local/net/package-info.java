/**
 * Addresses of the cluster in 127.0.0.0/8 and what listens at those of Services: a TCP balancer over the pods that are
 * ready. Used by {@code local.node} for pod addresses and by the front door.
 */
@NullMarked
package dev.mastio.local.net;

import org.jspecify.annotations.NullMarked;
