package dev.mastio.proxy.admin;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Values that no cookie may hold as they are, quoted as Python's library does it: in double quotes, with some characters as a backslash
 * and three octal digits.
 */
final class CookieText {

    private static final String PLAIN = "!#$%&'*+-.^_`|~: ()/<=>?@[]{}";

    private CookieText() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                quoted.append(c);
            } else {
                quoted.append("\\%03o".formatted((int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** The value of that cookie in a {@code Cookie} header; also if a client sends it without quotes. */
    static Optional<String> value(String header, String name) {
        return Stream.of(header.split(";", -1))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> unquote(cookie.substring(name.length() + 1)))
                .findFirst();
    }

    private static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        byte[] plain = new byte[inner.length()];
        int length = 0;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c == '\\' && isOctal(inner, i + 1)) {
                plain[length++] = (byte) Integer.parseInt(inner.substring(i + 1, i + 4), 8);
                i += 3;
            } else if (c == '\\' && i + 1 < inner.length()) {
                plain[length++] = (byte) inner.charAt(++i);
            } else {
                plain[length++] = (byte) c;
            }
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isOctal(String text, int start) {
        return start + 3 <= text.length()
                && text.substring(start, start + 3).chars().allMatch(c -> c >= '0' && c <= '7');
    }
}
