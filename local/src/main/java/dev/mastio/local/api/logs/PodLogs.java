package dev.mastio.local.api.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Where the logs of containers come from; the node implements it. */
public interface PodLogs {

    /**
     * Writes the log of a container; with {@code follow} until the container has ended, flushed
     * line by line.
     *
     * @throws IOException when the reader has gone
     * @throws NoSuchLog when there is nothing to read
     */
    void write(Query query, OutputStream out) throws IOException;

    /**
     * What to read.
     *
     * @param podUid tells a pod from an earlier one of the same name
     * @param previous the container before the last restart
     * @param timestamps each line after its time in RFC 3339
     * @param since only lines from then on
     */
    record Query(
            String namespace,
            String pod,
            String podUid,
            String container,
            boolean follow,
            boolean previous,
            boolean timestamps,
            OptionalInt tailLines,
            Optional<Instant> since) {}

    /** The container has no log, for example because it has not been started. */
    final class NoSuchLog extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NoSuchLog(String message) {
            super(message);
        }
    }
}
