package dev.mastio.suite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes signatures out of jars. A JVM keeps no class of a signed jar in an ahead-of-time cache, and verifies the jar at each start;
 * Maven has compared its checksum when it came, and OpenJDK asks no provider of algorithms for a signature.
 */
final class UnsignedJars {

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private UnsignedJars() {}

    /** Out of all jars of a folder. Those without any are left as they are. */
    static void in(Path folder) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) strip(jar);
    }

    private static void strip(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            if (jar.stream().noneMatch(UnsignedJars::isSignature)) return;
            Manifest manifest = new Manifest(jar.getManifest());
            // Of each class: its digest, which nobody compares any more.
            manifest.getEntries().clear();
            try (OutputStream out = Files.newOutputStream(fresh);
                    JarOutputStream copy = new JarOutputStream(out, manifest)) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (isSignature(entry) || entry.getName().equals(JarFile.MANIFEST_NAME)) continue;
                    JarEntry same = new JarEntry(entry.getName());
                    same.setTime(entry.getTime());
                    copy.putNextEntry(same);
                    jar.getInputStream(entry).transferTo(copy);
                    copy.closeEntry();
                }
            }
        }
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isSignature(JarEntry entry) {
        return SIGNATURE.matcher(entry.getName()).matches();
    }
}
