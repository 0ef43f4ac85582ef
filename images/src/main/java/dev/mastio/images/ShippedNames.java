package dev.mastio.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the manifests call the images: they are the one place that says so. */
record ShippedNames(String prefix, String version) {

    private static final Pattern OPERATOR = Pattern.compile("image: (\\S+)/operator:(\\S+)");

    static ShippedNames in(Path deployment) throws IOException {
        Matcher image = OPERATOR.matcher(Files.readString(deployment));
        if (!image.find()) throw new IOException(deployment + " names no image PREFIX/operator:VERSION");
        return new ShippedNames(image.group(1), image.group(2));
    }

    String of(String program) {
        return of(program, version);
    }

    String of(String program, String tag) {
        return "%s/%s:%s".formatted(prefix, program, tag);
    }
}
