package dev.mastio.proxy.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.edge.upstream.Share.Wish;
import dev.mastio.proxy.ops.RequestMetrics;
import io.undertow.Undertow;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

class ShareTest {

    private static final long PATIENCE_SECONDS = 20;

    private Undertow server;
    private XnioWorker worker;
    private XnioIoThread thread;
    private Share share;

    @BeforeEach
    void startWithOneConnection() throws Exception {
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").build();
        server.start();
        int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
        Settings.Upstream settings = SettingsReader.read(Map.of("MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:" + port))
                .upstream()
                .orElseThrow();
        worker = Xnio.getInstance().createWorker(OptionMap.EMPTY);
        thread = worker.getIoThread();
        share = new Share(settings, 1, thread, new DefaultByteBufferPool(false, 1024), new RequestMetrics());
    }

    @AfterEach
    void stop() {
        worker.shutdownNow();
        server.stop();
    }

    @Test
    void lendsToWhoWaitsNoneThatClosesAsItIsGivenBack() throws Exception {
        UpstreamConnection given = lent();
        Applicant waiting = new Applicant();

        thread.execute(() -> {
            share.ask(waiting);
            share.giveBack(given, true);
            given.close();
        });

        assertThat(waiting.served()).isNotSameAs(given);
        assertThat(waiting.wasOpen).isTrue();
    }

    @Test
    void lendsToWhoWaitsTheOneThatIsGivenBack() throws Exception {
        UpstreamConnection given = lent();
        Applicant waiting = new Applicant();

        thread.execute(() -> {
            share.ask(waiting);
            share.giveBack(given, true);
        });

        assertThat(waiting.served()).isSameAs(given);
    }

    /** The only one that there may be. */
    private UpstreamConnection lent() throws Exception {
        Applicant first = new Applicant();
        thread.execute(() -> share.ask(first));
        return first.served();
    }

    private static final class Applicant implements Share.Applicant {

        private final CompletableFuture<UpstreamConnection> served = new CompletableFuture<>();
        private volatile boolean wasOpen;

        UpstreamConnection served() throws Exception {
            return served.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void serve(UpstreamConnection connection) {
            wasOpen = connection.isOpen();
            served.complete(connection);
        }

        @Override
        public void unreachable(IOException reason) {
            served.completeExceptionally(reason);
        }

        @Override
        public Wish wish() {
            return Wish.RECENT;
        }

        @Override
        public boolean lasts() {
            return false;
        }
    }
}
