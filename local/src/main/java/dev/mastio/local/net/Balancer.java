package dev.mastio.local.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries TCP connections from addresses to one of the targets behind each, in turn. One thread and one selector carry
 * all of them: bytes go through a buffer that stays outside the heap, nothing is looked at.
 *
 * <p>An address without a target does not listen, so that the kernel refuses connections at once. Connections live on
 * when their target leaves the list: they end when either side ends them.
 */
public final class Balancer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Map<InetSocketAddress, Front> fronts = new HashMap<>();
    private final Collection<Front> resting = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private volatile boolean closed;

    /** What a selection key does when its channel is ready. */
    interface Ready {
        void ready(SelectionKey key) throws IOException;
    }

    public Balancer() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector", e);
        }
        thread = Thread.ofPlatform().daemon().name("balancer").start(this::run);
    }

    /**
     * Sets what stands behind an address; no target closes it.
     *
     * @return a message when the address cannot be opened, else empty
     */
    public String route(InetSocketAddress address, List<InetSocketAddress> targets) {
        CompletableFuture<String> done = new CompletableFuture<>();
        orders.add(() -> done.complete(change(address, targets)));
        selector.wakeup();
        return done.join();
    }

    private String change(InetSocketAddress address, List<InetSocketAddress> targets) {
        Front front = fronts.get(address);
        try {
            if (targets.isEmpty()) {
                if (front != null) {
                    fronts.remove(address);
                    front.close();
                    // Only a selection lets go of the socket; until then the kernel still accepts.
                    selector.selectNow(this::handle);
                }
            } else if (front == null) {
                fronts.put(address, new Front(selector, buffer, resting, address, targets));
            } else {
                front.setTargets(targets);
            }
            return "";
        } catch (IOException e) {
            return "cannot listen on %s:%d: %s"
                    .formatted(address.getAddress().getHostAddress(), address.getPort(), e.getMessage());
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::handle, resting.isEmpty() ? 0 : Front.REST_MILLIS);
                resting.removeIf(Front::goesOn);
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("the balancer stumbled and goes on", e);
            }
        }
    }

    private void handle(SelectionKey key) {
        Ready ready = (Ready) key.attachment();
        try {
            if (key.isValid()) {
                ready.ready(key);
            }
        } catch (IOException e) {
            LOG.debug("a connection broke: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the balancer does not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
