package dev.mastio.images;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an image of a JVM program stands on. */
sealed interface Base {

    /** Where both kinds of base have their Java, as Temurin's images do. */
    String JAVA_HOME = "/opt/java/openjdk";

    /** A new image with everything in it but the program. */
    JibContainerBuilder begin() throws IOException, InterruptedException, InvalidImageReferenceException;

    /** An image of a registry, named by its digest: a tag can be moved. */
    record Pinned(String reference) implements Base {

        public Pinned {
            if (!reference.matches(".+@sha256:[0-9a-f]{64}"))
                throw new IllegalArgumentException(
                        "the base image must be named by its digest (NAME@sha256:…), not '%s'".formatted(reference));
        }

        @Override
        public JibContainerBuilder begin() throws InvalidImageReferenceException {
            return Jib.from(reference).setPlatforms(Set.of(ofThisMachine()));
        }
    }

    /**
     * This JDK's runtime and the C library of this machine: needs no registry.
     *
     * @param work where the runtime is kept
     * @param jars whose native code must find its libraries too
     */
    record Offline(Path work, List<Path> jars) implements Base {

        @Override
        public JibContainerBuilder begin() throws IOException, InterruptedException {
            JavaRuntime runtime = JavaRuntime.in(work);
            List<Path> binaries = new ArrayList<>(runtime.binaries());
            binaries.addAll(NativeLibraries.unpack(jars, work.resolve("native")));
            List<Path> libraries = Closure.of(binaries).stream()
                    .filter(library -> !library.startsWith(runtime.folder()))
                    .toList();
            return fromScratch(work, 65532)
                    .addFileEntriesLayer(Layers.inPlace("libraries", libraries))
                    .addFileEntriesLayer(Layers.folder("runtime", runtime.folder(), JAVA_HOME))
                    .addEnvironmentVariable("JAVA_HOME", JAVA_HOME)
                    .addEnvironmentVariable("PATH", JAVA_HOME + "/bin:/usr/bin:/bin");
        }
    }

    /** An image that knows one user and has a place for temporary files. */
    static JibContainerBuilder fromScratch(Path work, int user) throws IOException {
        Path etc = Files.createDirectories(work.resolve("etc-" + user));
        Files.writeString(
                etc.resolve("passwd"),
                "root:x:0:0::/:/sbin/nologin\nnonroot:x:%d:%d::/tmp:/sbin/nologin\n".formatted(user, user));
        Files.writeString(etc.resolve("group"), "root:x:0:\nnonroot:x:%d:\n".formatted(user));
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
        FileEntriesLayer temporary = FileEntriesLayer.builder()
                .setName("temporary")
                .addEntry(
                        Files.createDirectories(work.resolve("tmp")),
                        AbsoluteUnixPath.get("/tmp"),
                        FilePermissions.fromOctalString("777"))
                .build();
        return Jib.fromScratch()
                .setPlatforms(Set.of(ofThisMachine()))
                .setUser(user + ":" + user)
                .addFileEntriesLayer(Layers.folder("users", etc, "/etc"))
                .addFileEntriesLayer(temporary);
    }

    /** What the programs' native libraries are for. */
    private static Platform ofThisMachine() {
        String architecture = switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            case "x86_64" -> "amd64";
            case String other -> other;
        };
        return new Platform(architecture, "linux");
    }
}
