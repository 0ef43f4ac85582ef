package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a Secret holds, as texts by entry name. */
public final class SecretTexts {

    /** Of a Secret read from the cluster. */
    public static SortedMap<String, String> of(Secret secret) {
        SortedMap<String, String> texts = new TreeMap<>();
        if (secret.getData() == null) return texts;
        secret.getData()
                .forEach((name, encoded) ->
                        texts.put(name, new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8)));
        return texts;
    }

    /** As the data of a Secret. */
    static SortedMap<String, String> encoded(Map<String, String> texts) {
        SortedMap<String, String> data = new TreeMap<>();
        texts.forEach((name, text) ->
                data.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return data;
    }

    private SecretTexts() {}
}
