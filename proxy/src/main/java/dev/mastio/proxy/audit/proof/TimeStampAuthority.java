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

    private final URI address;
    private final Duration patience;
    private final HttpClient client;

    /** The one at that address, which gets ten seconds for an answer. */
    public TimeStampAuthority(URI address) {
        this(address, PATIENCE);
    }

    /**
     * The one at that address.
     *
     * @param patience how long it may take to connect, and to answer
     */
    public TimeStampAuthority(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
        this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** Where it is. */
    public URI address() {
        return address;
    }

    /**
     * Has it confirm that hash.
     *
     * @throws IOException if it does not answer, or not to what was asked
     */
    public TimeStampToken stamp(String sha256Hex) throws IOException, InterruptedException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request = generator.generate(
                TSPAlgorithms.SHA256, HexFormat.of().parseHex(sha256Hex), new BigInteger(NONCE_BITS, RANDOM));
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(address)
                        .timeout(patience)
                        .header("Content-Type", "application/timestamp-query")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.getEncoded()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
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
        } catch (TSPException e) {
            throw new IOException("an answer to another question: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
