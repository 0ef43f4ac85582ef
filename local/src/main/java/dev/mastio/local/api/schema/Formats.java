package dev.mastio.local.api.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/** The formats of strings that are checked; a format that is not named here accepts everything, as on a real server. */
final class Formats {
    private static final Pattern DURATION = Pattern.compile(
            "[-+]?(0|(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h))+(\\d+(\\.\\d*)?(ns|us|µs|ms|s|m|h))*");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    private Formats() {}

    private static boolean decodes(String base64) {
        return Base64.getDecoder().decode(base64).length <= base64.length();
    }

    static boolean accepts(String format, String text) {
        try {
            return switch (format) {
                case "date-time" -> OffsetDateTime.parse(text).getYear() > 0;
                case "date" -> LocalDate.parse(text).getYear() > 0;
                case "duration" -> DURATION.matcher(text).matches();
                case "ipv4" -> IPV4.matcher(text).matches();
                case "uri" -> new URI(text).isAbsolute();
                case "uuid" -> UUID.fromString(text).toString().equalsIgnoreCase(text);
                case "quantity" -> Quantities.parse(text).isPresent();
                case "byte" -> decodes(text);
                default -> true;
            };
        } catch (DateTimeParseException | URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }
}
