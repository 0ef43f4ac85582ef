package dev.mastio.proxy.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An exported file that somebody else hands over may be any bytes: what is wrong with it is said, or it is refused as unreadable,
 * whatever it is. The stored inputs were made by Python's {@code cryptography}, with keys that nobody kept.
 */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class ExportFuzzTest {

    private static final Trust NOTHING_KNOWN = new Trust(List.of(), Map.of(), List.of());
    private static final Trust HEAD_KNOWN =
            new Trust(List.of(new Trust.KnownHead(new RowKey("acme", 2), "ab".repeat(32))), Map.of(), List.of());

    @TempDir
    private static Path directory;

    /** Were they refused early, the targets would see little of the verification. */
    @ParameterizedTest
    @ValueSource(strings = {"good", "good-old", "disordered"})
    void goodInputsGoAllTheWay(String name) throws Exception {
        try (InputStream in = ExportFuzzTest.class.getResourceAsStream("ExportFuzzTestInputs/bundle/" + name)) {
            assertThat(verify(NOTHING_KNOWN, in.readAllBytes(), 1)).contains("VERIFY PASS");
        }
    }

    @FuzzTest
    void line(byte[] text) {
        try {
            Line.read(new String(text, UTF_8));
        } catch (IOException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void bundle(byte[] bytes) {
        try {
            verify(NOTHING_KNOWN, bytes, 1);
            // Two, so that rows are looked for in each other's file.
            verify(HEAD_KNOWN, bytes, 2);
        } catch (IOException e) {
            // refused, as it should be
        }
    }

    private static String verify(Trust trust, byte[] bytes, int times) throws IOException {
        Path file = Files.write(directory.resolve("bundle"), bytes);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        int exitCode = new Verification(trust, out).of(Collections.nCopies(times, new BundleFile(file)));
        String text = said.toString(UTF_8);
        if (text.contains("VERIFY FAIL") == (exitCode == 0)) {
            throw new AssertionError("exit code " + exitCode + " after " + text);
        }
        return text;
    }
}
