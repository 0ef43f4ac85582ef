package dev.mastio.bench.auth;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Agents that all do the same at once, each on a connection of its own. */
final class Crowd {

    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final String MINT = "/v1/auth/token";
    private static final String CALL = "/v1/ingress/execute";
    private static final String BODY = "{\"tool\":\"cullis_stress_probe\",\"parameters\":{}}";

    private final URI server;
    private final SSLSocketFactory sockets;
    private final List<Agent> agents;
    private final Enrolment enrolment;
    private final CpuTime cpu;

    Crowd(URI server, SSLSocketFactory sockets, List<Agent> agents, Enrolment enrolment, CpuTime cpu) {
        this.server = server;
        this.sockets = sockets;
        this.agents = agents;
        this.enrolment = enrolment;
        this.cpu = cpu;
    }

    @FunctionalInterface
    private interface Turn {
        /** One request; null if all is well, else what is wrong. */
        @Nullable
        String take(HttpsConnection connection) throws IOException, GeneralSecurityException;
    }

    @FunctionalInterface
    private interface Turns {
        Turn of(Agent agent, HttpsConnection connection) throws IOException, GeneralSecurityException;
    }

    /** Mints tokens. */
    Measured mint(Duration warmUp, Duration length) throws IOException, InterruptedException {
        return run("mint", (agent, first) -> connection -> problem(200, token(agent, connection)), warmUp, length);
    }

    /** Calls a tool that does not exist: everything but the tool. */
    Measured call(Duration warmUp, Duration length) throws IOException, InterruptedException {
        return run(
                "call",
                (agent, first) -> {
                    Matcher token = TOKEN.matcher(token(agent, first).body());
                    if (!token.find()) {
                        throw new IOException("no token");
                    }
                    String text = token.group(1);
                    return connection -> problem(
                            200,
                            connection.post(
                                    CALL,
                                    Map.of("Authorization", "DPoP " + text, "DPoP", agent.proof(server + CALL, text)),
                                    BODY));
                },
                warmUp,
                length);
    }

    /** Enrols others. */
    Measured enrol(Duration warmUp, Duration length) throws IOException, InterruptedException {
        return run("enrol", (agent, first) -> connection -> problem(201, enrolment.ask(connection)), warmUp, length);
    }

    private HttpsConnection.Answer token(Agent agent, HttpsConnection connection)
            throws IOException, GeneralSecurityException {
        return connection.post(
                MINT,
                Map.of("DPoP", agent.proof(server + MINT)),
                "{\"client_assertion\":\"" + agent.assertion() + "\"}");
    }

    private static @Nullable String problem(int wanted, HttpsConnection.Answer answer) {
        return answer.status() == wanted ? null : answer.status() + " " + answer.body();
    }

    private Measured run(String what, Turns turns, Duration warmUp, Duration length)
            throws IOException, InterruptedException {
        AtomicLong done = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        AtomicReference<String> example = new AtomicReference<>("");
        long end = System.nanoTime() + warmUp.plus(length).toNanos();
        List<Thread> threads = new ArrayList<>();
        for (Agent agent : agents) {
            threads.add(Thread.ofPlatform().start(() -> takeTurns(agent, turns, end, done, failed, example)));
        }
        Thread.sleep(warmUp);
        long began = System.nanoTime();
        double cpuBefore = cpu.seconds();
        long before = done.get();
        Thread.sleep(length.minusMillis(200));
        double seconds = (System.nanoTime() - began) / 1e9;
        Measured measured = new Measured(what, done.get() - before, failed.get(), seconds, cpu.seconds() - cpuBefore);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed.get() > 0) {
            System.err.println(what + ": first failure: " + example.get());
        }
        return measured;
    }

    private void takeTurns(
            Agent agent, Turns turns, long end, AtomicLong done, AtomicLong failed, AtomicReference<String> example) {
        try (HttpsConnection connection = new HttpsConnection(server, sockets)) {
            Turn turn = turns.of(agent, connection);
            while (System.nanoTime() < end) {
                String problem = turn.take(connection);
                if (problem == null) {
                    done.incrementAndGet();
                } else {
                    failed.incrementAndGet();
                    example.compareAndSet("", problem);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            failed.incrementAndGet();
            example.compareAndSet("", e.toString());
        }
    }
}
