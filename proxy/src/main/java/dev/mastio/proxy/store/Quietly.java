package dev.mastio.proxy.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what has failed already. */
final class Quietly {

    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("closing what failed already", e);
        }
    }
}
