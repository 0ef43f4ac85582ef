package dev.mastio.proxy.store;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

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
            beside(SqliteLibrary.class.getProtectionDomain().getCodeSource())
                    .ifPresent(folder -> System.setProperty(FOLDER, folder.toString()));
        }
    }

    private static Optional<Path> beside(CodeSource program) {
        try {
            return Optional.of(Path.of(program.getLocation().toURI()).resolveSibling("native"))
                    .filter(Files::isDirectory);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private SqliteLibrary() {}
}
