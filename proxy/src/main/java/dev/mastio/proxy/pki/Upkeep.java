package dev.mastio.proxy.pki;

import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the certification in the background: loads it as soon as the store answers, follows what other replicas do, and replaces
 * what expires soon.
 */
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    /** At first: while a proxy starts, the store is there in a moment, and nothing else keeps it from being ready. */
    private static final Duration SOON = Duration.ofMillis(50);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FOLLOW = Duration.ofMinutes(1);
    private static final Duration WATCH = Duration.ofHours(12);
    /** As an administrator's rotation has unless told otherwise. */
    private static final Duration GRACE = Duration.ofDays(14);

    private static final String WATCHER = "watcher";

    private final Pki pki;
    private final Rotation rotation;
    private final InstantSource clock;
    private final Thread thread;

    private Upkeep(Pki pki, Rotation rotation, InstantSource clock) {
        this.pki = pki;
        this.rotation = rotation;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("pki").daemon().unstarted(this::run);
    }

    /** Begins. */
    public static Upkeep start(Pki pki, Rotation rotation, InstantSource clock) {
        Upkeep upkeep = new Upkeep(pki, rotation, clock);
        upkeep.thread.start();
        return upkeep;
    }

    /** One that does nothing by itself. */
    static Upkeep idle(Pki pki, Rotation rotation, InstantSource clock) {
        return new Upkeep(pki, rotation, clock);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            load();
            follow();
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void load() throws InterruptedException {
        String told = "";
        Duration wait = SOON;
        while (!isClosing()) {
            try {
                pki.load();
                return;
            } catch (SQLException | PkiException | RuntimeException | Error e) {
                if (!isClosing() && !told.equals(e.getMessage())) {
                    told = String.valueOf(e.getMessage());
                    say(e);
                }
                pause(wait);
                Duration longer = wait.multipliedBy(2);
                wait = longer.compareTo(RETRY) < 0 ? longer : RETRY;
            }
        }
    }

    /** Then failures are those of work that was broken off, and nothing is tried again. */
    private static boolean isClosing() {
        return Thread.currentThread().isInterrupted();
    }

    private static void say(Throwable e) {
        if (e instanceof PkiException) {
            // Somebody has to do something about it; the message says what. Files may change while we run, so look
            // again.
            LOG.error("cannot use the organisation's certification: {}", e.getMessage());
        } else {
            LOG.warn("cannot load the organisation's certification, trying again: {}", e.getMessage());
        }
    }

    private void follow() throws InterruptedException {
        Instant watched = Instant.MIN;
        while (true) {
            try {
                pki.refresh();
                if (!clock.instant().isBefore(watched.plus(WATCH))) {
                    adoptGiven();
                    watched = clock.instant();
                    watch();
                }
            } catch (SQLException | PkiException | Refusal | RuntimeException | Error e) {
                if (!isClosing()) {
                    LOG.warn("cannot look after the organisation's certification, trying again: {}", e.getMessage());
                }
            }
            pause(FOLLOW);
        }
    }

    /** Whatever lies there, what is in use must not expire for it. */
    private void adoptGiven() throws SQLException, Refusal {
        try {
            rotation.adoptGiven(GRACE);
        } catch (PkiException e) {
            say(e);
        }
    }

    /** Replaces what expires within a month, and says what does within half a year. */
    void watch() throws SQLException, PkiException, Refusal {
        Authority authority = pki.required();
        Instant end = authority.intermediate().certificate().getNotAfter().toInstant();
        Expiry expiry = Expiry.of(end, clock.instant());
        switch (expiry) {
            case FAR -> LOG.debug("the Intermediate expires on {}", end);
            case WITHIN_HALF_A_YEAR -> LOG.warn("the Intermediate expires on {}; rotate it in time", end);
            case WITHIN_TWO_MONTHS -> LOG.error("the Intermediate expires on {}; rotate it", end);
            case WITHIN_A_MONTH -> {
                LOG.error("the Intermediate expires on {}; rotating it", end);
                rotation.rotateIntermediate(Duration.between(clock.instant(), end), WATCHER);
                return;
            }
        }
        if (Expiry.of(authority.tokenKey().until(), clock.instant()) == Expiry.WITHIN_A_MONTH) {
            LOG.info(
                    "the key that signs tokens expires on {}; replacing it",
                    authority.tokenKey().until());
            rotation.rotateTokenKey(GRACE, WATCHER);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
