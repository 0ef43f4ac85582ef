package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is run for a container: the image's entry point and arguments, or what the container has instead. */
record CommandLine(Program program, MountPaths paths, Placeholders placeholders) {

    List<String> of(Container container, Map<String, String> environment) {
        boolean ownCommand = !container.getCommand().isEmpty();
        boolean ownArgs = !container.getArgs().isEmpty();
        Stream<String> command = ownCommand
                ? container.getCommand().stream().map(part -> ofPod(part, environment))
                : program.command().stream().map(this::ofImage);
        Stream<String> args = ownArgs
                ? container.getArgs().stream().map(part -> ofPod(part, environment))
                : program.args().stream().filter(part -> !ownCommand).map(this::ofImage);
        List<String> line = Stream.concat(command, args).toList();
        if (line.isEmpty()) {
            throw new NotYet("no command specified for image \"%s\"".formatted(container.getImage()));
        }
        return line;
    }

    private String ofPod(String part, Map<String, String> environment) {
        return paths.rewrite(Expansion.expand(part, environment));
    }

    private String ofImage(String part) {
        return placeholders.fill(paths.rewrite(part));
    }
}
