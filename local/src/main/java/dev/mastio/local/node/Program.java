package dev.mastio.local.node;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs when a container names an image.
 *
 * @param image repository, with or without registry and tag
 * @param command what the image's entry point would be; a container's {@code command} replaces it
 * @param args what follows it unless the container has {@code args}
 * @param env variables that the image would set
 * @param volumes paths that are always the pod's own, as an image's VOLUME
 * @param stopSignal signal that asks it to stop
 * @param hollow pretend: no process, ready at once
 */
record Program(
        @JsonProperty("image") String image,
        @JsonProperty("command") List<String> command,
        @JsonProperty("args") List<String> args,
        @JsonProperty("env") Map<String, String> env,
        @JsonProperty("volumes") List<String> volumes,
        @JsonProperty("stopSignal") String stopSignal,
        @JsonProperty("hollow") boolean hollow) {

    Program(
            String image,
            @Nullable List<String> command,
            @Nullable List<String> args,
            @Nullable Map<String, String> env,
            @Nullable List<String> volumes,
            @Nullable String stopSignal,
            boolean hollow) {
        this.image = image;
        this.command = command == null ? List.of() : List.copyOf(command);
        this.args = args == null ? List.of() : List.copyOf(args);
        this.env = env == null ? Map.of() : Map.copyOf(env);
        this.volumes = volumes == null ? List.of() : List.copyOf(volumes);
        this.stopSignal = stopSignal == null ? "TERM" : stopSignal;
        this.hollow = hollow;
    }

    /** A program without a tag answers for all tags, one without a registry for all registries. */
    boolean answersFor(String wanted) {
        String withoutDigest = wanted.split("@", 2)[0];
        int colon = withoutDigest.indexOf(':', withoutDigest.lastIndexOf('/') + 1);
        String repository = colon < 0 ? withoutDigest : withoutDigest.substring(0, colon);
        boolean tagged = image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
        String candidate = tagged ? withoutDigest : repository;
        return candidate.equals(image) || candidate.endsWith("/" + image);
    }
}
