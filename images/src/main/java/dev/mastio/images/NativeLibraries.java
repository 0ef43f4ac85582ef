package dev.mastio.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The native code that jars bring along for this kind of machine, unpacked so that its needs can be asked. */
final class NativeLibraries {

    private NativeLibraries() {}

    static List<Path> unpack(Collection<Path> jars, Path into) throws IOException {
        Files.createDirectories(into);
        List<Path> unpacked = new ArrayList<>();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry :
                        zip.stream().filter(it -> isOurs(it.getName())).toList()) {
                    Path target = into.resolve(entry.getName().replace('/', '_'));
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                    unpacked.add(target);
                }
            }
        }
        return unpacked;
    }

    /** {@code org/sqlite/native/Linux/x86_64/libsqlitejdbc.so}, {@code META-INF/native/libconscrypt_openjdk_jni-linux-x86_64.so}. */
    static boolean isOurs(String name) {
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        return name.matches("(?i).*[/-]linux[/-]%s[/.].*so".formatted(machine));
    }
}
