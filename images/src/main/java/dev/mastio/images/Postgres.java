package dev.mastio.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** A stand-in for Postgres's own image where there is no registry: the same variables, the same user, the same place for data. */
final class Postgres {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String HOME = "/usr/local/pgsql";
    private static final String DATA = "/var/lib/postgresql/data";
    private static final int USER = 999;

    /** What the start script calls. */
    private static final List<String> TOOLS = List.of("sh", "id", "mkdir", "mv", "rm", "sed");

    private Postgres() {}

    static JibContainerBuilder image(Path work, Path script) throws IOException, InterruptedException {
        Path binaries = unpack(work.resolve("postgres"));
        List<Path> tools = TOOLS.stream().map(Postgres::onThisMachine).toList();
        List<Path> programs = new ArrayList<>(tools);
        // Not the extensions: some of them want a Python or a Perl that nobody here calls.
        programs.addAll(Folders.files(binaries.resolve("bin")));
        List<Path> machine = new ArrayList<>(tools);
        machine.addAll(Closure.of(programs).stream()
                .filter(library -> !library.startsWith(binaries))
                .toList());
        FileEntriesLayer data = FileEntriesLayer.builder()
                .setName("data")
                .addEntry(
                        Files.createDirectories(work.resolve("empty")),
                        AbsoluteUnixPath.get(DATA),
                        FilePermissions.fromOctalString("777"))
                .addEntry(script, AbsoluteUnixPath.get("/run-postgres.sh"), FilePermissions.fromOctalString("755"))
                .build();
        return Base.fromScratch(work, USER)
                .addFileEntriesLayer(Layers.inPlace("libraries and tools", machine))
                .addFileEntriesLayer(Layers.folder("postgres", binaries, HOME))
                .addFileEntriesLayer(data)
                .addEnvironmentVariable("PATH", HOME + "/bin:/usr/bin:/bin")
                .addEnvironmentVariable("POSTGRES_HOME", HOME)
                .addEnvironmentVariable("POSTGRES_LISTEN", "*")
                .addEnvironmentVariable("PGDATA", DATA)
                .setEntrypoint("/bin/sh", "/run-postgres.sh");
    }

    private static Path onThisMachine(String tool) {
        return Stream.of("/bin", "/usr/bin")
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + tool + " in /bin or /usr/bin"));
    }

    private static Path unpack(Path folder) throws IOException, InterruptedException {
        if (Files.exists(folder)) return folder;
        Path fresh = folder.resolveSibling("postgres.new");
        Folders.remove(fresh);
        Files.createDirectories(fresh);
        Process tar = new ProcessBuilder("tar", "-x", "-C", fresh.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream archive = Postgres.class.getResourceAsStream(ARCHIVE);
                OutputStream out = tar.getOutputStream()) {
            if (archive == null) throw new IOException("there is no Postgres for this kind of machine");
            new XZInputStream(archive).transferTo(out);
        }
        String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tar.waitFor() != 0) throw new IOException("tar: " + said.strip());
        Files.move(fresh, folder);
        return folder;
    }
}
