/**
 * What authentication and certification must do alike: whose code signs and verifies
 * ({@link dev.mastio.proxy.crypto.SignatureEngine}), and the rules for chains of certificates
 * ({@link dev.mastio.proxy.crypto.CertificateChain}). Knows no other room.
 */
@NullMarked
package dev.mastio.proxy.crypto;

import org.jspecify.annotations.NullMarked;
