package dev.mastio.proxy.auth.dpop;

/**
 * A proof that holds.
 *
 * @param key RFC 7638 thumbprint of the key that signed it
 * @param id its {@code jti}, which its sender chose
 */
public record Proof(String key, String id) {}
