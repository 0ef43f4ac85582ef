package dev.mastio.proxy.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Authorities that would keep their client for ever, or fill its memory. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimeStampAuthorityTest {

    private static final String HASH = "ab".repeat(32);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long MUCH = 64 << 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final HttpServer server;

    /** What comes after the head of an answer. */
    @FunctionalInterface
    private interface Body {
        void to(OutputStream out) throws Exception;
    }

    TimeStampAuthorityTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void stampsAHash() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                TimeStampAuthority asked = new TimeStampAuthority(authority.address())) {
            TimeStampToken token = asked.stamp(HASH);

            assertThat(token.getTimeStampInfo().getMessageImprintDigest()).hasSize(32);
        }
    }

    @Test
    void leavesOneThatDripsItsAnswer() throws Exception {
        answering(out -> {
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                out.write(0);
                out.flush();
            }
        });

        try (TimeStampAuthority asked = new TimeStampAuthority(address(), SHORT)) {
            assertThatThrownBy(() -> asked.stamp(HASH)).isInstanceOf(IOException.class);
        }
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void readsNoEndlessAnswer() throws Exception {
        AtomicLong sent = new AtomicLong();
        answering(out -> {
            byte[] part = new byte[1 << 16];
            while (sent.get() < MUCH) {
                out.write(part);
                sent.addAndGet(part.length);
            }
        });

        try (TimeStampAuthority asked = new TimeStampAuthority(address(), LONG)) {
            assertThatThrownBy(() -> asked.stamp(HASH)).isInstanceOf(IOException.class);
        }
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sent.get()).isLessThan(MUCH);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    }

    private void answering(Body body) {
        server.createContext("/", exchange -> answer(exchange, body));
    }

    private void answer(HttpExchange exchange, Body body) {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            body.to(exchange.getResponseBody());
        } catch (Exception e) {
            gone.countDown();
        }
    }
}
