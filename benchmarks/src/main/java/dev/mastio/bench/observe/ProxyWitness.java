package dev.mastio.bench.observe;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether what was measured is Mastio's own proxy, and which version. Other servers, the original Mastio among them, say
 * a version in their health answer too; only the proxy's operations address counts the requests that arrived.
 */
public final class ProxyWitness {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]{1,128})\"");

    private final List<URI> operations;
    private final double arrivedBefore;

    private ProxyWitness(List<URI> operations, double arrivedBefore) {
        this.operations = operations;
        this.arrivedBefore = arrivedBefore;
    }

    /**
     * Looks at the proxies before they are measured.
     *
     * @param operations of each measured proxy the operations address, as in http://127.0.0.1:9464
     * @throws IOException when one of them does not answer as a proxy does, or is only the edge of another server
     */
    public static ProxyWitness of(List<URI> operations) throws IOException {
        for (URI address : operations) {
            if (open(address, "/upstream").getResponseCode() != 404)
                throw new IOException(address + " is an edge: what is measured is the server behind it");
        }
        return new ProxyWitness(List.copyOf(operations), arrived(operations));
    }

    /**
     * The version of the measured proxies.
     *
     * @param requests that they must have got meanwhile, at least
     * @throws IOException when they did not get them, or differ in version
     */
    public String version(double requests) throws IOException {
        double arrivals = arrived(operations) - arrivedBefore;
        if (arrivals < requests)
            throw new IOException(
                    "%.0f requests were sent, and %.0f arrived at the proxies of %s: these are not what was measured"
                            .formatted(requests, arrivals, operations));
        List<String> versions = new ArrayList<>();
        for (URI address : operations) versions.add(versionAt(address));
        if (versions.stream().distinct().count() != 1)
            throw new IOException("the proxies are of different versions: " + versions);
        return versions.getFirst();
    }

    private static double arrived(List<URI> operations) throws IOException {
        double sum = 0;
        for (URI address : operations) {
            sum += MetricsPage.scrape(address)
                    .value("mastio_arrivals_total")
                    .orElseThrow(() -> new IOException(address + " is no operations address of a Mastio proxy: "
                            + "its /metrics has no mastio_arrivals_total"));
        }
        return sum;
    }

    private static String versionAt(URI address) throws IOException {
        String health = new String(open(address, "/health").getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(health);
        if (!version.find()) throw new IOException(address + " does not say its version: " + health);
        return version.group(1);
    }

    private static HttpURLConnection open(URI address, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) address.resolve(path).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
