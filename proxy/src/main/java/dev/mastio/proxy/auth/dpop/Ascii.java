package dev.mastio.proxy.auth.dpop;

/** Letters as the protocol knows them. Unicode's idea of case would make a Kelvin sign a k, and a long s an S. */
final class Ascii {

    private Ascii() {}

    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpperCase(text.charAt(i))) {
                return lowered(text);
            }
        }
        return text;
    }

    private static String lowered(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            if (isUpperCase(letters[i])) {
                letters[i] = (char) (letters[i] + ('a' - 'A'));
            }
        }
        return new String(letters);
    }

    private static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
