package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A password on standard input: arguments are seen by every process on the machine. */
final class GivenPassword {

    private static final int MAX_BYTES = 8_192;

    private GivenPassword() {}

    static String read(InputStream in) throws IOException, Refusal {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        String line =
                new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new Refusal(400, "give the password as the first line of standard input");
        }
        return line;
    }
}
