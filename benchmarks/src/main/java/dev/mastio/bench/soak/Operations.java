package dev.mastio.bench.soak;

import dev.mastio.bench.observe.MetricsPage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/** What a replica's operations port does for a soak. */
final class Operations {

    private static final int CONNECT_MILLIS = 2_000;

    /** A full collection of a large heap takes its time. */
    private static final int COLLECT_MILLIS = 15_000;

    private final Map<String, String> headers;
    private final long origin = System.nanoTime();

    /** @param headers with the run's token, if there is one */
    Operations(Map<String, String> headers) {
        this.headers = headers;
    }

    /** Seconds since the run began. */
    double elapsed() {
        return (System.nanoTime() - origin) / 1e9;
    }

    /**
     * Waits for a full collection, so that what is then called live is not garbage.
     *
     * @throws IOException if there was none this time
     * @throws SoakTrouble if this run will never be granted one
     */
    void collect(Replica replica) throws IOException {
        URI address = replica.ops().resolve("/collect");
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("POST");
        headers.forEach(connection::setRequestProperty);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(COLLECT_MILLIS);
        int status = connection.getResponseCode();
        if (status == 403)
            throw new SoakTrouble(
                    Reason.TooFewSamples,
                    replica.name()
                            + " collects only for who has its key, and this run's token was not signed with it.");
        if (status != 202) throw new IOException(address + " answered " + status + " instead of 202");
        connection.getInputStream().close();
    }

    Sample sample(Replica replica) throws IOException {
        MetricsPage page = MetricsPage.scrape(replica.ops());
        return new Sample(
                elapsed(),
                needed(page, replica, "process_resident_memory_bytes"),
                needed(page, replica, "mastio_heap_live_bytes"),
                needed(page, replica, "mastio_collections_total"),
                needed(page, replica, "process_start_time_seconds"),
                page.value("process_cpu_seconds_total").orElse(0),
                page.value("mastio_arrivals_total", "traffic", "soak").orElse(0),
                page.value("mastio_arrivals_total", "traffic", "client").orElse(0));
    }

    private static double needed(MetricsPage page, Replica replica, String metric) throws IOException {
        return page.value(metric).orElseThrow(() -> new IOException(replica.name() + " does not say " + metric));
    }
}
