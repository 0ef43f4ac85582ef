package dev.mastio.bench.soak;

import java.net.URI;

/**
 * A proxy that the load reaches.
 *
 * @param name of its pod
 * @param uid of its pod; a pod of the same name with another uid is another replica
 * @param ops base address of its operations port
 */
record Replica(String name, String uid, URI ops) {}
