/**
 * What agents ask about each other. Who is asked about is read by {@link dev.mastio.proxy.egress.PeerName}, what is on record of it is told by
 * {@link dev.mastio.proxy.egress.AgentCertificates}, and {@link dev.mastio.proxy.egress.PublicKeyRoutes} know HTTP.
 */
@NullMarked
package dev.mastio.proxy.egress;

import org.jspecify.annotations.NullMarked;
