package dev.mastio.proxy.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be shown of a URL that cannot be used: no user, no password, not even where it is so odd that the URL is none. */
final class ShownUrl {

    private static final String HIDDEN = "***";
    private static final Pattern FILE = Pattern.compile("^sqlite(\\+[a-z0-9]+)?:///");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}(?=/|$)");
    /** With all that follows it, since a password may have what otherwise begins the next parameter. */
    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "([^=&?]*(pass|pwd|secret|token|key)[^=&?]*=).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private ShownUrl() {}

    /** Scheme, and of what follows the host, port, path and parameters if it is certain that they are these. */
    static String of(String url) {
        int colon = url.indexOf(':');
        if (FILE.matcher(url).lookingAt()) {
            return url;
        } else if (colon < 0) {
            return url.indexOf('@') < 0 ? url : HIDDEN;
        }
        int start = url.startsWith("://", colon) ? colon + 3 : colon + 1;
        return url.substring(0, start) + shown(url.substring(start));
    }

    private static String shown(String rest) {
        int at = rest.lastIndexOf('@');
        if (rest.lastIndexOf('?', at) >= 0) {
            // What follows may be the end of a password, if that is a parameter.
            return HIDDEN;
        }
        String after = rest.substring(at + 1);
        int end = endOfPath(after);
        boolean onlyPort =
                PORT.matcher(after.substring(0, end)).replaceFirst("").indexOf(':') < 0;
        return (at < 0 ? "" : HIDDEN + "@")
                + (onlyPort ? after.substring(0, end) : HIDDEN)
                + parameters(after.substring(end));
    }

    private static int endOfPath(String text) {
        Matcher end = Pattern.compile("[?#]").matcher(text);
        return end.find() ? end.start() : text.length();
    }

    private static String parameters(String text) {
        return SECRET_PARAMETER.matcher(text).replaceFirst("$1" + HIDDEN);
    }
}
