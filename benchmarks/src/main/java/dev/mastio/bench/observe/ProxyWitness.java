package dev.mastio.bench.observe;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether what was measured is Mastio's own proxy, and which version. Other servers, the original Mastio among them, say
 * a version in their health answer too; only the proxy's operations address counts the requests that arrived.
 */
public final class ProxyWitness {

    private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([^\"]{1,128})\"");

    private final Map<URI, Double> before;

    private ProxyWitness(Map<URI, Double> before) {
        this.before = before;
    }

    /**
     * Looks at the proxies before they are measured.
     *
     * @param operations of each measured proxy the operations address, as in http://127.0.0.1:9464
     * @throws IOException when one of them does not answer as a proxy does, or is only the edge of another server
     * @throws IllegalArgumentException for what is no such address
     */
    public static ProxyWitness of(List<URI> operations) throws IOException {
        Map<URI, Double> before = new LinkedHashMap<>();
        for (URI address : operations) {
            if (address.getHost() == null || !address.getPath().matches("/?"))
                throw new IllegalArgumentException(
                        "an operations address is like http://127.0.0.1:9464, not '" + address + "'");
            if (MetricsPage.open(address.resolve("/upstream")).getResponseCode() == 200)
                throw new IOException(address + " is an edge: what is measured is the server behind it");
            before.put(address, arrived(address));
        }
        return new ProxyWitness(before);
    }

    /**
     * The version of the measured proxies.
     *
     * @param requests that they have got together, at least, if it was they
     * @throws IOException when they did not get them, one got none or was restarted, or they differ in version
     */
    public String version(double requests) throws IOException {
        double sum = 0;
        List<String> versions = new ArrayList<>();
        for (Map.Entry<URI, Double> proxy : before.entrySet()) {
            double arrivals = arrived(proxy.getKey()) - proxy.getValue();
            if (arrivals < 0) throw new IOException(proxy.getKey() + " was restarted meanwhile");
            if (arrivals == 0) throw new IOException(proxy.getKey() + " got no request: it is not what was measured");
            sum += arrivals;
            versions.add(versionAt(proxy.getKey()));
        }
        if (sum < requests)
            throw new IOException("%.0f requests were answered, and %.0f arrived at %s: others were measured, too"
                    .formatted(requests, sum, before.keySet()));
        if (versions.stream().distinct().count() != 1)
            throw new IOException("the proxies are of different versions: " + versions);
        return versions.getFirst();
    }

    private static double arrived(URI address) throws IOException {
        return MetricsPage.scrape(address)
                .value("mastio_arrivals_total")
                .orElseThrow(() -> new IOException(address
                        + " is no operations address of a Mastio proxy: its /metrics has no mastio_arrivals_total"));
    }

    private static String versionAt(URI address) throws IOException {
        String health = new String(
                MetricsPage.open(address.resolve("/health")).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(health);
        if (!version.find()) throw new IOException(address + " does not say its version: " + health);
        return version.group(1);
    }
}
