package dev.mastio.proxy.auth.cache;

import org.jspecify.annotations.Nullable;

/** Values by texts of clients, who choose how long these are: long ones are not kept, or thousands of them would fill the memory. */
public final class RecentTexts<V> {

    private final RecentValues<String, V> values;
    private final int longest;

    /**
     * Keeps at least that many.
     *
     * @param longest in characters, one byte each where all are Latin
     */
    public RecentTexts(int generation, int longest) {
        this.values = new RecentValues<>(generation);
        this.longest = longest;
    }

    /** What was put under that text; null if it was never, is forgotten, or the text is too long. */
    public @Nullable V get(String text) {
        return values.get(text);
    }

    /** Remembers it, unless the text is too long. */
    public void put(String text, V value) {
        if (text.length() <= longest) {
            values.put(text, value);
        }
    }
}
