package dev.mastio.bench.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What openssl verifies on this machine, as a measure for what a server does with the same processor. */
public final class Openssl {

    private static final String LINE = "256 bits ecdsa (nistp256)";

    private Openssl() {}

    /**
     * ES256 verifications per CPU second, by {@code openssl speed ecdsap256}.
     *
     * @throws IOException if there is no openssl
     */
    public static double verifications() throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder("openssl", "speed", "-seconds", "2", "ecdsap256")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        openssl.waitFor();
        return verifications(said);
    }

    /** In the last column of its last line. */
    static double verifications(String said) throws IOException {
        String line = said.lines()
                .map(String::strip)
                .filter(text -> text.startsWith(LINE))
                .findFirst()
                .orElseThrow(() -> new IOException("openssl speed ecdsap256 said no speed, but: " + said));
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
