package dev.mastio.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Knows which replicas there are. */
@FunctionalInterface
interface ReplicaSource {

    /**
     * Looks now.
     *
     * @throws IOException when that cannot be found out at the moment
     */
    Replicas look() throws IOException;

    /** For use without a cluster: these, always. */
    static ReplicaSource fixed(List<URI> opsAddresses) {
        Replicas replicas = new Replicas(
                opsAddresses.stream()
                        .map(ops -> new Replica(ops.getAuthority(), ops.toString(), ops))
                        .toList(),
                true);
        return () -> replicas;
    }
}
