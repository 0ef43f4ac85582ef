package dev.mastio.bench.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The open model: one loop's share of the arrivals. A request that is due takes an idle connection, or a new one up to the limit, or waits in
 * a queue; its latency counts from when it was due in every case, so a server that stalls shows in full (no coordinated omission).
 */
final class ArrivalDispatcher implements Dispatcher, Connection.Owner {

    /** As early as the timer's resolution makes it; latency of an early one counts from its sending. */
    private static final long EARLY_NANOS = 500_000;

    private static final long IDLE_NANOS = 50_000_000;

    /** After the end, for what was due before it and waits for a connection. */
    private static final long DRAIN_NANOS = 1_000_000_000;

    private final EventLoop loop;
    private final ArrivalSchedule schedule;
    private final int share;
    private final int shares;
    private final int maxConnections;
    private final long durationNanos;
    private final List<Connection> opened = new ArrayList<>();
    private final Queue<Connection> idle = new ArrayDeque<>();
    private final Backlog backlog = new Backlog();
    private long origin;
    private boolean started;
    private long nextDue;
    private boolean ended;

    ArrivalDispatcher(EventLoop loop, Profile.Arrivals profile, int share, int shares) {
        this.loop = loop;
        this.schedule = new ArrivalSchedule(profile.ramp(), share, shares);
        this.share = share;
        this.shares = shares;
        this.maxConnections = Math.max(1, profile.maxConnections() / shares);
        this.durationNanos = profile.duration().toNanos();
        long now = System.nanoTime();
        int first = Math.max(1, profile.connections() / shares);
        while (opened.size() < first) {
            Connection connection = open();
            connection.open(now);
            idle.add(connection);
        }
    }

    @Override
    public long tick(long now) {
        if (ended) return now + IDLE_NANOS;
        if (!started && !start(now)) return now + 1_000_000;
        if (nextDue != ArrivalSchedule.END && now - nextDue > -EARLY_NANOS) arrive(now);
        serve(now);
        long sinceEnd = now - origin - durationNanos;
        if (sinceEnd >= (backlog.isEmpty() ? 0 : DRAIN_NANOS)) stop(now);
        return Math.min(nextDue, now + IDLE_NANOS);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** What was due and could not be sent is a failure of the server's, and takes the time that it waited. */
    @Override
    public void stop(long now) {
        if (ended) return;
        ended = true;
        while (!backlog.isEmpty()) loop.meter().failed(Failure.UNSENT, now - backlog.remove());
    }

    @Override
    public int users() {
        return opened.size();
    }

    @Override
    public void free(Connection connection, boolean succeeded, long now) {
        idle.add(connection);
        if (succeeded) serve(now);
    }

    /** The clock starts when the first connections are up, or have failed to come up: what they cost is no request's latency. */
    private boolean start(long now) {
        if (opened.stream().anyMatch(Connection::opening)) return false;
        started = true;
        origin = now;
        nextDue = next();
        return true;
    }

    private void arrive(long now) {
        while (nextDue != ArrivalSchedule.END && now - nextDue > -EARLY_NANOS) {
            loop.meter().lag(Math.max(0, now - nextDue));
            if (!backlog.offer(nextDue)) loop.meter().failed(Failure.UNSENT);
            nextDue = next();
        }
    }

    private void serve(long now) {
        while (!backlog.isEmpty()) {
            Connection connection = idle.isEmpty() && opened.size() < maxConnections ? open() : idle.poll();
            if (connection == null) return;
            connection.request(Math.min(backlog.remove(), now), now);
        }
    }

    private Connection open() {
        Connection connection = loop.connection(share + opened.size() * shares, this);
        opened.add(connection);
        return connection;
    }

    private long next() {
        long offset = schedule.next();
        return offset == ArrivalSchedule.END ? ArrivalSchedule.END : origin + offset;
    }
}
