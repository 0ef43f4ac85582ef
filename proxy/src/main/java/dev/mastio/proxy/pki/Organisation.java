package dev.mastio.proxy.pki;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose certification this is, as the settings say.
 *
 * @param name absent for one that is derived from the Org Root's key
 * @param trustDomain of SPIFFE ids
 * @param given directory with an Org Root to use, see {@code docs/identity.md}; without it one is made
 */
public record Organisation(Optional<String> name, String trustDomain, Optional<Path> given) {

    /** Names become parts of URIs and of ids that are split at colons. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

    /** Whether an organisation or a trust domain can be called that. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
