package dev.mastio.proxy.auth.token;

import java.security.PrivateKey;

/**
 * The key that signs tokens now.
 *
 * @param id its {@code kid}, under which the public half is found
 */
public record SigningKey(String id, PrivateKey key) {}
