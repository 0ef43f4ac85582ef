package dev.mastio.proxy.store;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native code of SQLite, where the build has unpacked it. Without that the driver unpacks it into the folder for temporary files at
 * each start and compares it byte by byte, which is a good part of a start, and needs a place where files may be executed.
 */
final class SqliteLibrary {

    /** The driver's own setting; where nothing fits in that folder it unpacks all the same. */
    private static final String FOLDER = "org.sqlite.lib.path";

    /** Names the folder {@code native} beside the program to the driver, if it is there and no other one is set. */
    static void locate() {
        if (System.getProperty(FOLDER) == null) {
            CodeSource source = SqliteLibrary.class.getProtectionDomain().getCodeSource();
            beside(source.getLocation(), System.getProperty("java.class.path"))
                    .ifPresent(folder -> System.setProperty(FOLDER, folder.toString()));
        }
    }

    /**
     * That folder.
     *
     * @param location of this class; null where an AOT cache gave it that was made in another folder, as in the image
     */
    static Optional<Path> beside(@Nullable URL location, String classPath) {
        try {
            Path program = location != null
                    ? Path.of(location.toURI())
                    : Path.of(classPath.split(File.pathSeparator, 2)[0]);
            return Optional.of(program.toAbsolutePath().resolveSibling("native"))
                    .filter(Files::isDirectory);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private SqliteLibrary() {}
}
