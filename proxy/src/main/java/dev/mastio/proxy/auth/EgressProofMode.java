package dev.mastio.proxy.auth;

/** What happens about proofs where a client certificate says who is calling. */
public enum EgressProofMode {
    /** They are not looked at. */
    OFF,
    /** Whoever sends one must send a good one. */
    OPTIONAL,
    /** Nobody comes in without one, by the key on record. */
    REQUIRED
}
