package dev.mastio.local;

import dev.mastio.local.node.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a cluster is set up.
 *
 * @param data where objects and volumes last; without it they go with the cluster
 * @param port of the API; 0 for any free one
 * @param programs what images stand for
 * @param hollow pods are only said to run
 * @param addressRange {@code 127.B.0.0/16}; without it the first that is free
 * @param longestBackoff between two starts of a container that ends
 */
public record ClusterOptions(
        Optional<Path> data,
        int port,
        Programs programs,
        boolean hollow,
        Optional<String> addressRange,
        Duration longestBackoff) {

    /** As a kubelet has it that is told nothing. */
    public static final Duration USUAL_BACKOFF = Duration.ofMinutes(5);

    public static ClusterOptions defaults() {
        return new ClusterOptions(Optional.empty(), 0, Programs.none(), false, Optional.empty(), USUAL_BACKOFF);
    }

    public ClusterOptions withData(Path directory) {
        return new ClusterOptions(Optional.of(directory), port, programs, hollow, addressRange, longestBackoff);
    }

    public ClusterOptions withPrograms(Programs known) {
        return new ClusterOptions(data, port, known, hollow, addressRange, longestBackoff);
    }

    public ClusterOptions withHollow(boolean allHollow) {
        return new ClusterOptions(data, port, programs, allHollow, addressRange, longestBackoff);
    }
}
