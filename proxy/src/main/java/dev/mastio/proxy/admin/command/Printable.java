package dev.mastio.proxy.admin.command;

import java.util.regex.Pattern;

/** Text that others wrote, made fit for a terminal: it can neither move the cursor nor turn the direction of writing. */
final class Printable {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Printable() {}

    static String of(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("\ufffd");
    }
}
