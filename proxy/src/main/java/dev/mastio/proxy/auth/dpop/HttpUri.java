package dev.mastio.proxy.auth.dpop;

/** The {@code htu} of a proof in the form in which it is compared. */
final class HttpUri {

    private HttpUri() {}

    /**
     * Scheme and authority in lower case, {@code ws} as {@code http}, without query and fragment. The path stays as it is and so does the
     * port, default or not. ASCII only: a Kelvin sign is not a k.
     */
    static String normalised(String uri) {
        int authority = uri.indexOf("://");
        if (authority < 0) {
            return uri;
        }
        int path = endOf(uri, authority + 3, "/?#");
        int end = endOf(uri, path, "?#");
        return httpScheme(Ascii.lowerCase(uri.substring(0, authority)))
                + Ascii.lowerCase(uri.substring(authority, path))
                + uri.substring(path, end);
    }

    /** That authority without its port. */
    static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.indexOf(']', colon) >= 0 ? authority : authority.substring(0, colon);
    }

    private static String httpScheme(String scheme) {
        return switch (scheme) {
            case "ws" -> "http";
            case "wss" -> "https";
            default -> scheme;
        };
    }

    private static int endOf(String uri, int from, String delimiters) {
        int at = from;
        while (at < uri.length() && delimiters.indexOf(uri.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
