package dev.mastio.bench.soak;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the replicas are found, and where the report goes. */
public sealed interface SoakPlace {

    /**
     * In a cluster, with the identity of the pod that this program runs in.
     *
     * @param service in front of the replicas
     * @param reports name of the ConfigMap for reports
     * @param opsPort operations port of each replica
     */
    record Cluster(String namespace, String service, String reports, int opsPort) implements SoakPlace {}

    /**
     * Anywhere else.
     *
     * @param ops addresses of the operations ports, as in http://127.0.0.1:9464
     * @param report file for the report; empty for none
     */
    record Addresses(List<URI> ops, Optional<Path> report) implements SoakPlace {}
}
