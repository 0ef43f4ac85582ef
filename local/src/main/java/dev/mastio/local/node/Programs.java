package dev.mastio.local.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that images stand for: those of a file, and Postgres. */
public final class Programs {

    private static final Program POSTGRES = new Program(
            "postgres",
            List.of("/bin/sh", "${postgres}/run.sh"),
            List.of(),
            Map.of(
                    "PGDATA",
                    "/var/lib/postgresql/data",
                    "POSTGRES_HOME",
                    "${postgres}",
                    "POSTGRES_LISTEN",
                    "${pod.ip}"),
            List.of("/var/lib/postgresql/data"),
            "INT",
            false);

    private final List<Program> programs;

    record Catalogue(@JsonProperty("programs") List<Program> programs) {}

    private Programs(List<Program> programs) {
        this.programs = Stream.concat(programs.stream(), Stream.of(POSTGRES)).toList();
    }

    public static Programs none() {
        return new Programs(List.of());
    }

    public static Programs load(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the programs file " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s is no programs file, which looks like 'programs: [{image: ..., command: [...]}]': %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    public static Programs parse(String yaml) {
        return new Programs(Serialization.unmarshal(yaml, Catalogue.class).programs());
    }

    Optional<Program> find(String image) {
        return programs.stream().filter(program -> program.answersFor(image)).findFirst();
    }
}
