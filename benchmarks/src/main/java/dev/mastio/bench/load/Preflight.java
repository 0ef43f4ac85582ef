package dev.mastio.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;

/** One plain request before a long measurement, so that a wrong address or certificate is said at once and in full. */
public final class Preflight {

    private Preflight() {}

    /** The body of the first path at the first address; fails unless the answer is the expected one. */
    public static String body(Target target) throws IOException {
        URI base = target.bases().getFirst();
        URI address = URI.create(
                base.toString().replaceFirst("/$", "") + target.paths().getFirst());
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        int timeout = (int) Math.min(Integer.MAX_VALUE, target.timeout().toMillis());
        connection.setConnectTimeout(timeout);
        connection.setReadTimeout(timeout);
        target.headers().forEach(connection::setRequestProperty);
        if (connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(
                    TlsClient.of(target.trust(), false).context().getSocketFactory());
            if (target.trust() instanceof Trust.Anything) secure.setHostnameVerifier((_, _) -> true);
        }
        try {
            return check(connection, target.expectation());
        } catch (IOException e) {
            throw new IOException(address + " does not answer as expected: " + e.getMessage(), e);
        } finally {
            connection.disconnect();
        }
    }

    private static String check(HttpURLConnection connection, Expectation expected) throws IOException {
        int status = connection.getResponseCode();
        if (status != expected.status()) throw new IOException("status " + status + " instead of " + expected.status());
        try (InputStream stream = connection.getInputStream()) {
            String body = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains(expected.bodyContains())) return body;
            throw new IOException("the body does not contain " + expected.bodyContains());
        }
    }
}
