package dev.mastio.bench.auth;

import dev.mastio.bench.load.AnyCertificate;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/** Enrols some agents at a proxy of this machine and has them mint tokens, then call. */
public final class AuthSpeed {

    private AuthSpeed() {}

    /**
     * Measures.
     *
     * @param pid the proxy's process
     * @return a line for each leg
     */
    public static List<String> measure(
            URI server, long pid, String adminSecret, int connections, Duration warmUp, Duration length)
            throws IOException, GeneralSecurityException, InterruptedException {
        SSLSocketFactory sockets = AnyCertificate.sockets();
        List<Agent> agents = new ArrayList<>();
        try (HttpsConnection connection = new HttpsConnection(server, sockets)) {
            Enrolment enrolment = new Enrolment(connection, adminSecret);
            for (int i = 0; i < connections; i++) {
                agents.add(enrolment.enrol("bench-" + System.nanoTime() + "-" + i));
            }
        }
        Crowd crowd = new Crowd(server, sockets, agents, connections, CpuTime.of(pid));
        return List.of(
                crowd.mint(warmUp, length).line(), crowd.call(warmUp, length).line());
    }
}
