package dev.mastio.proxy.audit.proof;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** An authority that confirms with its signature that it has seen a hash (RFC 3161 over HTTP). */
public final class TimeStampAuthority implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BITS = 64;
    /** A token and its certificates take a few thousand. */
    private static final long MAX_BYTES = 1 << 20;

    private final URI address;
    private final Duration patience;
    private final HttpClient client;

    /** The one at that address, which gets ten seconds for an answer of 1 MiB at most. */
    public TimeStampAuthority(URI address) {
        this(address, PATIENCE);
    }

    /**
     * The one at that address.
     *
     * @param patience how long it may take to connect, and from the question to the last byte of its answer
     */
    public TimeStampAuthority(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** Where it is, for those who read logs and exports: scheme, host, port and path, since a query may have what only we may know. */
    public String shownAddress() {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
    }

    /**
     * Has it confirm that hash.
     *
     * @throws IOException if it does not answer in time, or not to what was asked
     */
    public TimeStampToken stamp(String sha256Hex) throws IOException, InterruptedException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request = generator.generate(
                TSPAlgorithms.SHA256, HexFormat.of().parseHex(sha256Hex), new BigInteger(NONCE_BITS, RANDOM));
        HttpResponse<byte[]> answer = answer(request.getEncoded());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        try {
            TimeStampResponse response = new TimeStampResponse(answer.body());
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new IOException("refused: " + response.getStatusString());
            }
            return token;
        } catch (TSPException | RuntimeException e) {
            // The parser throws whatever comes of it where a part is missing, or is another thing.
            throw new IOException("an answer to another question: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> answer(byte[] question) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> asked = client.sendAsync(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/timestamp-query")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                        .build(),
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            // A time given to the request would end with the head of its answer.
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + patience, e);
        } catch (ExecutionException e) {
            throw new IOException("no answer: " + e.getMessage(), e.getCause());
        } finally {
            asked.cancel(true);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
