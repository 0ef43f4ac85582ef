package dev.mastio.proxy.edge;

import dev.mastio.proxy.edge.tls.ClientCertificate;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.http2.ShutdownNotice;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * One client connection, from accept to close. Requests arrive on its I/O thread; answers may end on any.
 *
 * <p>A connection is due for recycling after so many requests or so long, so that clients which keep theirs for ever come to
 * use replicas that were started later.
 */
final class ClientConnection {

    /** HTTP/2 requests that were under way when the notice went out arrive within this time. */
    private static final long NOTICE_MILLIS = 1_000;

    /** Whoever has just connected is about to send a first request, which no client sends again if it is cut off. */
    private static final long FIRST_REQUEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ClientConnections connections;
    private final StreamConnection channel;
    private final AtomicInteger underWay = new AtomicInteger();
    private final int maxRequests;
    private final long maxAgeNanos;
    private final long openedAt = System.nanoTime();
    private int requests;
    private boolean noticeGiven;
    private @Nullable Http2Channel http2;
    private Supplier<ClientCertificate> judgement = ClientCertificate.None::new;
    private volatile @Nullable ClientCertificate certificate;

    ClientConnection(ClientConnections connections, StreamConnection channel) {
        this.connections = connections;
        this.channel = channel;
        // Up to half earlier: clients that all came at once must not all shake hands again in one moment, and of those
        // that
        // keep their connections by age some soon come again, so that a replica that is new by then gets them.
        int limit = connections.recycling().maxRequests();
        this.maxRequests = limit - ThreadLocalRandom.current().nextInt(limit / 2 + 1);
        long age = connections.recycling().maxAge().toNanos();
        this.maxAgeNanos = age - ThreadLocalRandom.current().nextLong(age / 2 + 1);
    }

    /** From now on it speaks HTTP/2. */
    void speaksHttp2(Http2Channel framed) {
        http2 = framed;
    }

    /** What its client showed in the handshake is judged by that, once somebody wants to know. */
    void showed(Supplier<ClientCertificate> judged) {
        judgement = judged;
    }

    /** The client's certificate and what it is worth. Takes its time when first asked, so not for I/O threads. */
    ClientCertificate certificate() {
        ClientCertificate known = certificate;
        if (known == null) {
            // Two who ask at once may both judge, and come to the same end.
            known = judgement.get();
            certificate = known;
        }
        return known;
    }

    /** Whether that would take no time, because somebody wanted to know before. */
    boolean isJudged() {
        return certificate != null;
    }

    void requestArrived() {
        requests++;
        underWay.incrementAndGet();
    }

    void requestAnswered() {
        if (underWay.decrementAndGet() == 0 && connections.closing()) {
            closeIfIdle();
        }
    }

    /** Whether the present request is to be the last one here. */
    boolean isDue() {
        return requests >= maxRequests || System.nanoTime() - openedAt > maxAgeNanos || connections.retiring();
    }

    /** Asks an HTTP/2 client to open no more streams here, and closes when those under way are answered. */
    void giveNotice() {
        if (http2 != null && !noticeGiven) {
            noticeGiven = true;
            tellClient(http2);
            channel.getIoThread().executeAfter(this::closeWhenIdle, NOTICE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Closes now, if nothing is under way; soon, if the client has only just come. */
    void closeIfIdle() {
        channel.getIoThread().execute(this::closeUnlessNeeded);
    }

    private void closeUnlessNeeded() {
        if (underWay.get() > 0) {
            return;
        }
        long left = requests > 0 ? 0 : openedAt + FIRST_REQUEST_NANOS - System.nanoTime();
        if (left > 0) {
            channel.getIoThread().executeAfter(this::closeUnlessNeeded, left, TimeUnit.NANOSECONDS);
        } else {
            close();
        }
    }

    private static void tellClient(Http2Channel framed) {
        try {
            ShutdownNotice.send(framed);
        } catch (IOException e) {
            // The client is gone, so there is nobody to tell and nothing to lose.
            IoUtils.safeClose(framed);
        }
    }

    private void closeWhenIdle() {
        if (underWay.get() == 0) {
            close();
        } else {
            channel.getIoThread().executeAfter(this::closeWhenIdle, NOTICE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void close() {
        if (http2 != null) {
            http2.sendGoAway(Http2Channel.ERROR_NO_ERROR);
        } else {
            IoUtils.safeClose(channel);
        }
    }
}
