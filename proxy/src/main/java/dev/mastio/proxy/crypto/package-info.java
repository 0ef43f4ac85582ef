/**
 * What rooms must do alike: authentication and certification, whose code signs and verifies
 * ({@link dev.mastio.proxy.crypto.SignatureEngine}) and the rules for chains of certificates
 * ({@link dev.mastio.proxy.crypto.CertificateChain}); and all that hash, {@link dev.mastio.proxy.crypto.Sha256}. Knows no other room.
 */
@NullMarked
package dev.mastio.proxy.crypto;

import org.jspecify.annotations.NullMarked;
