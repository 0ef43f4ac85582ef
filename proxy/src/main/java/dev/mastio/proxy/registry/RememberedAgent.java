package dev.mastio.proxy.registry;

/**
 * An agent as it was read before.
 *
 * @param mark as long as the database has this one, it is so still
 */
public record RememberedAgent(Agent agent, String mark) {}
