package dev.mastio.bench.load;

import java.nio.charset.StandardCharsets;

/** Looks for a text in a body that comes in pieces (Knuth, Morris and Pratt), without keeping the body. */
final class Needle {

    private final byte[] text;
    private final int[] fallback;
    private int matched;

    Needle(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.fallback = fallbacks(this.text);
    }

    void reset() {
        matched = 0;
    }

    boolean found() {
        return matched == text.length;
    }

    void look(byte[] body, int from, int to) {
        for (int i = from; i < to && matched < text.length; i++) {
            byte next = body[i];
            while (matched > 0 && text[matched] != next) matched = fallback[matched - 1];
            if (text[matched] == next) matched++;
        }
    }

    private static int[] fallbacks(byte[] text) {
        int[] table = new int[text.length];
        for (int i = 1, length = 0; i < text.length; i++) {
            while (length > 0 && text[i] != text[length]) length = table[length - 1];
            if (text[i] == text[length]) length++;
            table[i] = length;
        }
        return table;
    }
}
