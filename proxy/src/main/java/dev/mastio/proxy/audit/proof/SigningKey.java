package dev.mastio.proxy.audit.proof;

import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;

/** A P-256 key pair and the name under which its public half is known. */
public record SigningKey(String kid, PrivateKey key, ECPublicKey publicKey) {}
