package dev.mastio.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The shared libraries, loader included, that programs and libraries of this machine need: what {@code ldd} says. */
final class Closure {

    /** {@code libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)} or {@code /lib64/ld-linux-x86-64.so.2 (0x…)}. */
    private static final Pattern LIBRARY =
            Pattern.compile("^\\s*(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)$", Pattern.MULTILINE);

    private static final Pattern MISSING = Pattern.compile("^\\s*(\\S+) => not found$", Pattern.MULTILINE);

    private Closure() {}

    /**
     * Where the libraries are, as the loader would look them up.
     *
     * @param files what is asked for; they may need each other, wherever they lie: whoever loads them knows
     * @throws IOException when another library is missing
     */
    static SortedSet<Path> of(Collection<Path> files) throws IOException, InterruptedException {
        Set<String> own =
                files.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        SortedSet<Path> libraries = new TreeSet<>();
        for (Path file : files) {
            String said = ask(file);
            Matcher missing = MISSING.matcher(said);
            while (missing.find()) {
                if (!own.contains(missing.group(1)))
                    throw new IOException("%s needs %s, which is not there".formatted(file, missing.group(1)));
            }
            libraries.addAll(read(said));
        }
        return libraries;
    }

    static List<Path> read(String said) {
        List<Path> libraries = new ArrayList<>();
        Matcher library = LIBRARY.matcher(said);
        while (library.find()) libraries.add(Path.of(library.group(1)).normalize());
        return libraries;
    }

    private static String ask(Path file) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("ldd", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // A static program has none: ldd says so and fails.
        if (ldd.waitFor() != 0 && !said.contains("not a dynamic executable")) {
            throw new IOException("ldd %s: %s".formatted(file, said.strip()));
        }
        return said;
    }
}
