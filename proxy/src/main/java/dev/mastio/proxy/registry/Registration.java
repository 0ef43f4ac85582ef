package dev.mastio.proxy.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * An agent as administrators see it.
 *
 * @param federated whether it is to be known outside the organisation
 * @param federationRevision counts the changes to that
 */
public record Registration(Agent agent, boolean federated, Optional<Instant> federatedAt, long federationRevision) {}
