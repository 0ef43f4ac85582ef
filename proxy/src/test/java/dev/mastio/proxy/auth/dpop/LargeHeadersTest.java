package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.auth.TestProof;
import dev.mastio.proxy.wire.Refusal;
import java.lang.management.ManagementFactory;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What senders can make a replica remember: whoever holds a key may put anything else into the headers of its proofs. */
class LargeHeadersTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_468_892);
    private static final String URI = "https://mastio.example:9443/v1/ingress/execute";
    private static final KeyPair PAIR = TestKeys.ec();
    private static final int PROOFS = 1_000;
    /** Characters; 40 MB for all proofs if their headers are remembered. */
    private static final int PADDING = 30_000;

    private final ProofCheck check = new ProofCheck(
            ProofWindow.DEFAULT, new Nonces(() -> Optional.of(Nonces.key(new byte[32])), () -> NOW), false);

    @Test
    void areGoodButNotRemembered() throws Refusal {
        long before = liveBytes();

        for (int i = 0; i < PROOFS; i++) {
            String padding = i + "x".repeat(PADDING);
            String proof = TestProof.of(PAIR, "POST", URI, NOW)
                    .header(header -> header.put("kid", padding))
                    .text();
            check.check(proof, Demand.of(ProofTarget.of("POST", "mastio.example:9443", "/v1/ingress/execute")), NOW);
        }

        assertThat(liveBytes() - before).isLessThan(PROOFS * (long) PADDING / 4);
        // Not before it was measured: what it remembers goes with it.
        assertThat(check).isNotNull();
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
