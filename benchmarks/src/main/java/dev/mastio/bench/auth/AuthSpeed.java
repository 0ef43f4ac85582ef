package dev.mastio.bench.auth;

import dev.mastio.bench.load.AnyCertificate;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** Agents of a proxy of this machine that mint tokens, call, and are followed by others that enrol. */
public final class AuthSpeed {

    private final Crowd crowd;

    private AuthSpeed(Crowd crowd) {
        this.crowd = crowd;
    }

    /**
     * Enrols the agents.
     *
     * @param pid the proxy's process
     * @param connections how many agents
     */
    public static AuthSpeed enrolled(URI server, long pid, String adminSecret, int connections)
            throws IOException, GeneralSecurityException {
        SSLSocketFactory sockets = AnyCertificate.sockets();
        Enrolment enrolment = new Enrolment(adminSecret);
        List<Agent> agents = new ArrayList<>();
        try (HttpsConnection connection = new HttpsConnection(server, sockets)) {
            for (int i = 0; i < connections; i++) {
                agents.add(enrolment.enrol(connection));
            }
        }
        return new AuthSpeed(new Crowd(server, sockets, agents, enrolment, CpuTime.of(pid)));
    }

    /** Measures calls alone. */
    Measured calls(Duration warmUp, Duration length) throws IOException, InterruptedException {
        return crowd.call(warmUp, length);
    }

    /** Measures each leg once. */
    public Round round(Duration warmUp, Duration length) throws IOException, InterruptedException {
        return new Round(crowd.mint(warmUp, length), crowd.call(warmUp, length), crowd.enrol(warmUp, length));
    }
}
