package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.bench.server.HealthServer;
import dev.mastio.bench.server.RawServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    @Test
    void comesBackAfterConnectionCloseWithoutAnError() {
        try (HealthServer server = HealthServer.with(exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 2, 6);

            assertThat(run.failures()).isEmpty();
            assertThat(run.connections()).isGreaterThanOrEqualTo(run.requests()).isGreaterThan(2);
        }
    }

    @Test
    void sendsAgainWhatMetAKeptAliveConnectionThatTheServerHadClosed() {
        try (RawServer server = new RawServer((client, _) -> {
            client.awaitRequest();
            client.sendHealthy();
            client.awaitRequest();
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 6);

            assertThat(run.failures()).isEmpty();
            assertThat(run.retried()).isPositive();
        }
    }

    @Test
    void doesNotSendAgainOnAConnectionThatNeverWorked() {
        try (RawServer server = new RawServer((client, _) -> client.awaitRequest())) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 6);

            assertThat(run.failures()).containsOnlyKeys(Failure.CLOSED);
            assertThat(run.retried()).isZero();
            assertThat(run.requests()).isEqualTo(run.connections());
        }
    }

    @Test
    void countsAnAnswerThatBreaksOffAsFailed() {
        try (RawServer server = new RawServer((client, _) -> {
            client.awaitRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\"");
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 6);

            assertThat(run.failures()).containsOnlyKeys(Failure.CLOSED);
        }
    }

    @Test
    void takesTheEndOfTheStreamAsTheEndOfAnAnswerWithoutLength() {
        try (RawServer server = new RawServer((client, _) -> {
            client.awaitRequest();
            client.send("HTTP/1.0 200 OK\r\n\r\n{\"status\":\"ok\"}");
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 6);

            assertThat(run.failures()).isEmpty();
            assertThat(run.requests()).isPositive();
        }
    }

    @Test
    void countsRefusedConnectionsWithoutHammering() {
        LoadResult run = Loads.users(Loads.at(RawServer.nobody()), 1, Duration.ofSeconds(1));

        assertThat(run.failures()).containsOnlyKeys(Failure.CONNECT);
        assertThat(run.requests()).isBetween(1L, 12L);
        assertThat(run.example(Failure.CONNECT)).hasValue("Connection refused");
    }

    @Test
    void countsEveryArrivalThatIsRefused() {
        LoadResult run = Loads.arrivals(Loads.at(RawServer.nobody()), 50, Duration.ofSeconds(1));

        assertThat(run.failures()).isEqualTo(Map.of(Failure.CONNECT, 50L));
    }

    @Test
    void givesUpOnASlowAnswerAndGoesOnOnANewConnection() {
        try (HealthServer server = HealthServer.plain(exchange -> {
            LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
            HealthServer.answer(exchange, 200, HealthServer.BODY);
        })) {
            Target target = Loads.at(server.url()).withTimeout(Duration.ofMillis(200));

            LoadResult run = Loads.users(target, 1, 2);

            assertThat(run.failures()).containsOnlyKeys(Failure.TIMEOUT);
            // From the sending; the time-out counts from before the connecting.
            assertThat(run.all().min()).isBetween(100.0, 400.0);
        }
    }

    @Test
    void saysWhenTheServerDoesNotSpeakHttp() {
        try (RawServer server = new RawServer((client, _) -> {
            client.awaitRequest();
            client.send("220 mail.example ESMTP\r\n");
            client.awaitRequest();
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 6);

            assertThat(run.failures()).containsOnlyKeys(Failure.PROTOCOL);
        }
    }

    @Test
    void readsAnswersInChunksAndInDrops() {
        try (RawServer server = new RawServer((client, _) -> {
            while (client.awaitRequest()) {
                String answer =
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9;x=y\r\n{\"status\"\r\n6\r\n:\"ok\"}\r\n0\r\n\r\n";
                for (int i = 0; i < answer.length(); i += 7)
                    client.send(answer.substring(i, Math.min(i + 7, answer.length())));
            }
        })) {
            LoadResult run = Loads.users(Loads.at(server.url()), 1, 6);

            assertThat(run.failures()).isEmpty();
            assertThat(run.connections()).isEqualTo(1);
            assertThat(run.requests()).isGreaterThan(1);
        }
    }
}
