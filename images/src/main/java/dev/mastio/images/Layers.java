package dev.mastio.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Layers of an image from files of this machine. Times and owners are always the same, so the same files make the same layer. */
final class Layers {

    private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
    private static final FilePermissions DATA = FilePermissions.fromOctalString("644");

    private Layers() {}

    /** A folder with all that is in it; what can be executed here can be executed there. */
    static FileEntriesLayer folder(String name, Path folder, String target) throws IOException {
        return FileEntriesLayer.builder()
                .setName(name)
                .addEntryRecursive(
                        folder,
                        AbsoluteUnixPath.get(target),
                        (file, _) -> Files.isDirectory(file) || Files.isExecutable(file) ? PROGRAM : DATA)
                .build();
    }

    /** Files where they are on this machine; links are replaced by what they lead to. */
    static FileEntriesLayer inPlace(String name, Collection<Path> files) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        for (Path file : files) layer.addEntry(file.toRealPath(), AbsoluteUnixPath.get(file.toString()), PROGRAM);
        return layer.build();
    }

    /** A program in {@code /app}: what changes seldom in layers of their own. It runs as nobody in particular. */
    static JibContainerBuilder program(
            JibContainerBuilder image, Collection<Path> dependencies, Collection<Path> natives, Collection<Path> own) {
        return image.addFileEntriesLayer(into("dependencies", dependencies, "/app/lib"))
                .addFileEntriesLayer(into("native", natives, "/app/native"))
                .addFileEntriesLayer(into("program", own, "/app"))
                .setUser("65532:65532");
    }

    /** Files into one folder. */
    static FileEntriesLayer into(String name, Collection<Path> files, String target) {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
        AbsoluteUnixPath folder = AbsoluteUnixPath.get(target);
        for (Path file : files)
            layer.addEntry(file, folder.resolve(file.getFileName().toString()), DATA);
        return layer.build();
    }
}
