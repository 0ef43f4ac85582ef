package dev.mastio.local.node;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What <code>${name}</code> stands for in a programs file. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z.]+)}");

    private final String podAddress;

    Placeholders(String podAddress) {
        this.podAddress = podAddress;
    }

    String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
    }

    private String value(String name) {
        return switch (name) {
            case "java.home" -> System.getProperty("java.home");
            case "root" -> System.getProperty("mastio.root", System.getProperty("user.dir"));
            case "pod.ip" -> podAddress;
            case "postgres" -> PostgresBinaries.directory().toString();
            default ->
                throw new IllegalArgumentException(
                        "${" + name + "} is unknown: there are ${java.home}, ${root}, ${pod.ip} and ${postgres}");
        };
    }
}
