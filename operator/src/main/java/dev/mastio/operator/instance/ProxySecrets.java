package dev.mastio.operator.instance;

import dev.mastio.operator.desired.DesiredProxySecret;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What replicas know and nobody else. Whatever is missing or too short is made anew, but for the key of a store that is there
 * already: nothing else opens the private keys in it.
 *
 * @param keyMissing the store has been used with a key that is not here; then {@code texts} holds what was found in its place, if anything
 */
record ProxySecrets(Map<String, String> texts, boolean keyMissing) {

    /** The proxy takes none that is shorter. */
    private static final int LEAST_LENGTH = 32;

    /**
     * Completes what was found.
     *
     * @param used whether pods or a volume have been made with these secrets before
     * @param random a new text for an entry
     */
    static ProxySecrets of(Map<String, String> found, boolean used, UnaryOperator<String> random) {
        Map<String, String> texts = new TreeMap<>();
        boolean keyMissing = false;
        for (String entry : DesiredProxySecret.ENTRIES) {
            String text = found.getOrDefault(entry, "");
            if (text.strip().length() >= LEAST_LENGTH) {
                texts.put(entry, text);
            } else if (!used || !entry.equals(DesiredProxySecret.STORE_KEY)) {
                texts.put(entry, random.apply(entry));
            } else {
                keyMissing = true;
                if (!text.isEmpty()) texts.put(entry, text);
            }
        }
        return new ProxySecrets(texts, keyMissing);
    }
}
