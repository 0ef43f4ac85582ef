package dev.mastio.proxy.pki;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose certification this is, as the settings say.
 *
 * @param name absent for one that is derived from the Org Root's key
 * @param trustDomain of SPIFFE ids
 * @param given directory with an Org Root to use, see {@code docs/identity.md}; without it one is made
 */
public record Organisation(Optional<String> name, String trustDomain, Optional<Path> given) {}
