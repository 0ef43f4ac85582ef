package dev.mastio.suite;

import java.io.IOException;
import java.util.Map;

/** Who serves the namespaces of the tests. */
sealed interface Operators extends AutoCloseable permits Operators.Installed, Visit {

    /** Labels of all that a test makes outside of its namespace, and of that namespace. */
    Map<String, String> labels();

    /** Sees to it that the instances of a new namespace are served. */
    void serve(String namespace) throws IOException, InterruptedException;

    /** Where the operator of a served namespace runs. */
    String homeOf(String namespace);

    /** Whether the operator was installed for this run, and may be killed. */
    boolean ours();

    @Override
    void close() throws IOException;

    /** One for the whole cluster, from {@code manifests/}. It goes with its cluster. */
    record Installed() implements Operators {

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }

        @Override
        public void serve(String namespace) {
            // It serves all.
        }

        @Override
        public String homeOf(String namespace) {
            return Installation.NAMESPACE;
        }

        @Override
        public boolean ours() {
            return true;
        }

        @Override
        public void close() {
            // The cluster ends next.
        }
    }
}
