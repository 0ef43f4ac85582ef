package dev.mastio.local.node;

import java.util.Map;

/** {@code $(NAME)} in arguments and variables: known names are replaced, unknown ones stay, {@code $$} is one dollar. */
final class Expansion {

    private Expansion() {}

    static String expand(String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '$' && text.startsWith("$", at + 1)) {
                out.append('$');
                at += 2;
            } else if (c == '$' && text.startsWith("(", at + 1) && text.indexOf(')', at) > 0) {
                int end = text.indexOf(')', at);
                String name = text.substring(at + 2, end);
                out.append(variables.getOrDefault(name, text.substring(at, end + 1)));
                at = end + 1;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }
}
