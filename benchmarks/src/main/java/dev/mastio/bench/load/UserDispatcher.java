package dev.mastio.bench.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** The closed model: one loop's share of the virtual users, as many as the ramp says now. */
final class UserDispatcher implements Dispatcher {

    private static final long STEP_NANOS = 20_000_000;

    /** The shortest that a loop can wait for: to be woken for each permit of a high rate would keep a processor busy. What fell due meanwhile goes at once. */
    private static final long LEAST_PAUSE_NANOS = 1_000_000;

    /** After a failure a user waits a little: a server that refuses everything should not cost a core. */
    private static final long REST_NANOS = 100_000_000;

    private final EventLoop loop;
    private final Profile.VirtualUsers profile;
    private final Pacer pacer;
    private final int share;
    private final int shares;
    private final long origin = System.nanoTime();
    private final List<User> users = new ArrayList<>();
    private final Queue<User> waiting = new ArrayDeque<>();
    private final Queue<User> resting = new ArrayDeque<>();
    private int active;
    private boolean ended;

    /** @param share which of the {@code shares} loops this is; user n lives on loop n modulo shares */
    UserDispatcher(EventLoop loop, Profile.VirtualUsers profile, Pacer pacer, int share, int shares) {
        this.loop = loop;
        this.profile = profile;
        this.pacer = pacer;
        this.share = share;
        this.shares = shares;
    }

    @Override
    public long tick(long now) {
        if (!ended) follow(now);
        while (!resting.isEmpty() && now - resting.element().restsUntil >= 0)
            resting.remove().goOn(now);
        while (!waiting.isEmpty() && (waiting.element().retired() || pacer.take(now)))
            waiting.remove().send(now);
        long next = now + STEP_NANOS;
        return waiting.isEmpty() ? next : Math.min(next, Math.max(pacer.nextDue(), now + LEAST_PAUSE_NANOS));
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void stop(long now) {
        ended = true;
        active = 0;
    }

    @Override
    public int users() {
        return active;
    }

    private void follow(long now) {
        double seconds = (now - origin) / 1e9;
        if (seconds >= profile.duration().toNanos() / 1e9) {
            stop(now);
            return;
        }
        int all = (int) Math.round(profile.ramp().at(seconds));
        active = (all - share + shares - 1) / shares;
        while (users.size() < active) users.add(new User(users.size()));
        for (int i = 0; i < active; i++) users.get(i).wake(now);
    }

    /** Engaged from its first request until it finds itself above the ramp. */
    private final class User implements Connection.Owner {

        private final int number;
        private final Connection connection;
        private boolean engaged;
        private long restsUntil;

        private User(int number) {
            this.number = number;
            this.connection = loop.connection(share + number * shares, this);
        }

        private boolean retired() {
            return number >= active;
        }

        private void wake(long now) {
            if (engaged) return;
            engaged = true;
            goOn(now);
        }

        private void goOn(long now) {
            if (retired() || pacer.unlimited()) send(now);
            else waiting.add(this);
        }

        private void send(long now) {
            if (retired()) {
                engaged = false;
                connection.close();
            } else {
                connection.request(Connection.ON_SENDING, now);
            }
        }

        @Override
        public void free(Connection freed, boolean succeeded, long now) {
            if (succeeded || retired()) {
                goOn(now);
            } else {
                restsUntil = now + REST_NANOS;
                resting.add(this);
            }
        }
    }
}
