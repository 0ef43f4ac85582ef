package dev.mastio.operator.desired;

/**
 * Images that the operator runs unless an instance says otherwise.
 *
 * @param proxy image of the proxy without tag
 * @param version its tag
 * @param soak image of the load program with tag
 */
public record Images(String proxy, String version, String soak) {}
