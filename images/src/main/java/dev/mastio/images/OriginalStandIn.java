package dev.mastio.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** In place of an original behind an edge: says the same to everybody. */
final class OriginalStandIn {

    private OriginalStandIn() {}

    static JibContainerBuilder addTo(JibContainerBuilder image, Path root, Path work) throws IOException {
        Path classes = Files.createDirectories(work.resolve("original"));
        compile(root.resolve("benchmarks/edge/Hello.java"), classes);
        return Layers.program(image, List.of(), List.of(), Folders.files(classes))
                .setEntrypoint("java", "-XX:+UseSerialGC", "-Xmx64m", "-cp", "/app", "Hello");
    }

    private static void compile(Path source, Path classes) throws IOException {
        ToolProvider javac = ToolProvider.findFirst("javac")
                .orElseThrow(() -> new IOException("this Java has no compiler: images are made with a JDK"));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        if (javac.run(out, out, "-d", classes.toString(), source.toString()) != 0)
            throw new IOException("javac: " + said.toString().strip());
    }
}
