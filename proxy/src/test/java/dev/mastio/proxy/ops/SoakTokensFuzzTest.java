package dev.mastio.proxy.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Any header that a stranger sends is a client's but for the one token made with the key; a token for any run is a soak's. */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class SoakTokensFuzzTest {

    private static final byte[] KEY = "the key of a soak".getBytes(UTF_8);
    private static final SoakTokens TOKENS = new SoakTokens(KEY);

    /** Were it a client's, the target would see only refusals. */
    @Test
    void aGoodInputGoesAllTheWay() throws Exception {
        try (InputStream in = SoakTokensFuzzTest.class.getResourceAsStream("SoakTokensFuzzTestInputs/token/good")) {
            assertThat(TOKENS.traffic(new String(in.readAllBytes(), ISO_8859_1)))
                    .isEqualTo(Traffic.SOAK);
        }
    }

    @FuzzTest
    void token(byte[] header) {
        String text = new String(header, ISO_8859_1);
        int dot = text.lastIndexOf('.');
        expect(dot > 0 && text.equals(signed(text.substring(0, dot))), text);
        expect(!text.isEmpty(), signed(text));
    }

    private static void expect(boolean soak, String token) {
        if (TOKENS.traffic(token) != (soak ? Traffic.SOAK : Traffic.CLIENT)) {
            throw new AssertionError(soak ? "a good token refused" : "nobody can sign for this key");
        }
    }

    private static String signed(String run) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return run + "." + HexFormat.of().formatHex(mac.doFinal(run.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
