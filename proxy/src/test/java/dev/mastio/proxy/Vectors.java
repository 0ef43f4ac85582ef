package dev.mastio.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The wire contract's test vectors. */
public final class Vectors {

    private Vectors() {}

    /** Of that kind, as {@code ec}. */
    public static JsonNode of(String kind) {
        return all().path(kind);
    }

    /** Of all kinds. */
    static JsonNode all() {
        try (InputStream in = Vectors.class.getResourceAsStream("crypto-vectors.json")) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
