package dev.mastio.local.api.objects;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of an image as registries read it, {@code [host/]path[:tag][@digest]}. */
final class ImageName {
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String HOST_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final Pattern HOST =
            Pattern.compile("(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?");
    private static final Pattern REST = Pattern.compile(
            "(?<path>" + PART + "(?:/" + PART + ")*)"
                    + "(?::(?<tag>\\w[\\w.-]{0,127}))?(?<digest>@(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}))?");
    /** Only digests look like this. */
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

    private static final int LONGEST = 255;

    private ImageName() {}

    /** Whether it stands for whatever is newest; what is no name at all does not. */
    static boolean isLatest(String image) {
        boolean hosted = startsWithHost(image);
        String host = hosted ? image.substring(0, image.indexOf('/')) : "docker.io";
        Matcher rest = REST.matcher(hosted ? image.substring(image.indexOf('/') + 1) : image);
        if (IDENTIFIER.matcher(image).matches() || !HOST.matcher(host).matches() || !rest.matches()) return false;
        if (host.length() + 1 + rest.group("path").length() > LONGEST) return false;
        String tag = rest.group("tag");
        return tag == null ? rest.group("digest") == null : tag.equals("latest");
    }

    private static boolean startsWithHost(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        return first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || !first.toLowerCase(Locale.ROOT).equals(first);
    }
}
