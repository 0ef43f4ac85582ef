/**
 * Certificates as proof of who somebody is: the chains that may come with an assertion, the identity a certificate names, and the
 * rules for one that the TLS edge has verified. Does not know HTTP.
 */
@NullMarked
package dev.mastio.proxy.auth.certificate;

import org.jspecify.annotations.NullMarked;
