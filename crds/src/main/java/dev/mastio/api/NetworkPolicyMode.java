package dev.mastio.api;

/** Whose business it is who may reach an instance's pods. */
public enum NetworkPolicyMode {
    /** The operator keeps a NetworkPolicy. */
    Managed,
    /** The user's: the operator makes no NetworkPolicy, and removes its own. */
    None
}
