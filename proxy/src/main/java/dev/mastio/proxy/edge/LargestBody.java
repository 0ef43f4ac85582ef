package dev.mastio.proxy.edge;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.wire.TreeSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The largest body that is permitted. Where memory would not hold it even if it were the only one, it is shed however often it comes. */
final class LargestBody {

    private static final Logger LOG = LoggerFactory.getLogger(LargestBody.class);

    private LargestBody() {}

    /** Bytes that there must be for it, read as JSON by a route. */
    static long read(long bodyBytes) {
        return bodyBytes + TreeSize.ofAnyOf(bodyBytes);
    }

    /**
     * Tells whoever starts it if it is never let in: those who send it are only told to come again.
     *
     * @param needed bytes that there must be for it
     */
    static void warnIfNeverLetIn(long needed, Settings.Bounds bounds) {
        if (bounds.bodiesBytes() < needed) {
            LOG.warn(
                    "MASTIO_MAX_BODIES_BYTES comes to {}, less than a body of the permitted size may take: such a one is shed each time;"
                            + " give {} or more (or a larger heap, of which it is a quarter unless given),"
                            + " or lower MCP_PROXY_MAX_REQUEST_BODY_BYTES, which is {}",
                    bounds.bodiesBytes(),
                    needed,
                    bounds.bodyBytes());
        }
    }
}
