package dev.mastio.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./mastio images}. */
@Command(
        name = "images",
        description = "Writes the images as archives that containerd, docker load and podman load can read.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

    @Option(names = "--out", required = true, description = "Folder for the archives.")
    private Path out = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "NAME@sha256:DIGEST",
            description = "Base image with a java 25 on its PATH; default: an offline base of this JDK.")
    private @Nullable String base;

    @Option(
            names = "--for-tests",
            description =
                    "Also a Postgres, a stand-in for an original behind an edge, and the proxies with planted leaks.")
    private boolean forTests;

    private final Path root =
            Path.of(System.getProperty("mastio.root", "..")).toAbsolutePath().normalize();
    private final Path work = root.resolve("target/images");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(work);
        // Of two clusters that start at once, each would find the other's runtime half made.
        try (FileChannel turn =
                        FileChannel.open(work.resolve("turn"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = turn.lock()) {
            make();
        }
        return 0;
    }

    private void make() throws Exception {
        Files.createDirectories(out);
        ShippedNames names = ShippedNames.in(root.resolve("manifests/operator/deployment.yaml"));
        List<StagedProgram> trained = trained();
        for (Map.Entry<String, Program> entry : programs(names).entrySet()) {
            JibContainerBuilder image = base().begin();
            Program program = entry.getValue();
            Optional<StagedProgram> staged = trained.stream()
                    .filter(one -> one.program().equals(program))
                    .findFirst();
            write(entry.getKey(), staged.isPresent() ? staged.get().addTo(image) : program.addTo(image, root));
        }
        if (forTests) {
            Path script = root.resolve("local/src/main/resources/dev/mastio/local/node/run-postgres.sh");
            write("postgres:17", Postgres.image(work, script));
            write(names.of("original", "stand-in"), OriginalStandIn.addTo(base().begin(), root, work));
        }
    }

    private Map<String, Program> programs(ShippedNames names) {
        Map<String, Program> programs = new LinkedHashMap<>();
        programs.put(names.of("operator"), Program.OPERATOR);
        programs.put(names.of("proxy"), Program.PROXY);
        programs.put(names.of("benchmarks"), Program.BENCHMARKS);
        if (forTests) {
            programs.put(names.of("proxy", "leak-heap"), Program.leakyProxy("heap"));
            programs.put(names.of("proxy", "leak-native"), Program.leakyProxy("native"));
        }
        return programs;
    }

    /** The Java of another base is not here to be trained. */
    private List<StagedProgram> trained() throws IOException, InterruptedException {
        if (base != null) return List.of();
        Path java = JavaRuntime.in(work).folder().resolve("bin/java");
        return List.of(
                StagedProgram.make(Program.OPERATOR, root, work, java),
                StagedProgram.make(Program.PROXY, root, work, java));
    }

    private Base base() throws IOException {
        if (base != null) return new Base.Pinned(base);
        TreeSet<Path> jars = new TreeSet<>();
        // One base for all: what any of them needs, so that they share its layers.
        for (Program program : List.of(Program.OPERATOR, Program.PROXY, Program.BENCHMARKS))
            jars.addAll(program.dependencies(root));
        return new Base.Offline(work, List.copyOf(jars));
    }

    private void write(String name, JibContainerBuilder image)
            throws InvalidImageReferenceException, InterruptedException, RegistryException, IOException,
                    CacheDirectoryCreationException, ExecutionException {
        Path archive = out.resolve(name.replaceFirst(".*/", "").replace(':', '-') + ".tar");
        Containerizer to = Containerizer.to(TarImage.at(archive).named(name))
                .setBaseImageLayersCache(work.resolve("cache"))
                .setApplicationLayersCache(work.resolve("cache"))
                .setToolName("mastio");
        image.setCreationTime(Instant.EPOCH).containerize(to);
        System.out.println(archive + " " + name);
    }
}
