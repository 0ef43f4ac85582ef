package dev.mastio.proxy.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * An Intermediate that another one replaced.
 *
 * @param until what it signed is good no longer than this
 */
public record Retired(X509Certificate certificate, Instant until) {}
