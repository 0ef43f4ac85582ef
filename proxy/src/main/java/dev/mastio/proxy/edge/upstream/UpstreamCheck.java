package dev.mastio.proxy.edge.upstream;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Asks the server behind how it is, on a connection apart from those of clients. Waits, so not for I/O threads. */
public final class UpstreamCheck {

    private static final int OK = 200;

    private final URI url;
    private final Duration patience;

    /** @param path of the server that answers 200 when all is well */
    public UpstreamCheck(URI server, String path, Duration patience) {
        this.url = server.resolve(path);
        this.patience = patience;
    }

    /**
     * Returns if all is well.
     *
     * @throws IOException saying what is not
     */
    public void ask() throws IOException {
        if (!(url.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException(url + " is not HTTP");
        }
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            if (status != OK) {
                throw new IOException(url.getPath() + " answers " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
