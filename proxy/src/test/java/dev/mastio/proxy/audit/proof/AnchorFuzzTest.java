package dev.mastio.proxy.audit.proof;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;

/** An anchor in a bundle that somebody else hands over may be any bytes: what comes of it is a finding, never an exception. */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class AnchorFuzzTest {

    /** What the stored input is about. */
    private static final String HASH = "ab".repeat(32);

    @FuzzTest
    void anchor(byte[] token) {
        AnchorToken.check(Base64.getEncoder().encodeToString(token), HASH, List.of());
    }

    /** Without what tells its kind, so that the search need not find that by itself. */
    @FuzzTest
    void timeStamp(byte[] der) {
        byte[] token = Arrays.copyOf(new byte[] {'T', '1', '|'}, 3 + der.length);
        System.arraycopy(der, 0, token, 3, der.length);
        AnchorToken.check(Base64.getEncoder().encodeToString(token), HASH, List.of());
    }
}
