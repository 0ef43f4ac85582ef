package dev.mastio.operator.instance;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.desired.Checksum;
import dev.mastio.operator.desired.SecretFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the last pass with good inputs worked from. Kept in the cluster, so that a typo, a deleted class or a
 * missing Secret neither stops nor freezes what runs: the operator goes on healing and scaling it from here, also after a
 * restart.
 *
 * @param secrets facts of the user's Secrets, by name
 */
record LastGood(MastioInstanceSpec spec, KnownClass machine, Map<String, SecretFacts> secrets) {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    // The text is compared with what is in the cluster, so the same value must always give the same text.
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPropertyInclusion(JsonInclude.Value.construct(NON_EMPTY, NON_EMPTY))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    LastGood {
        Objects.requireNonNull(spec);
        Objects.requireNonNull(machine);
        // Left out of the text when empty.
        secrets = secrets == null ? Map.of() : new TreeMap<>(secrets);
    }

    /** The same with as many replicas as another spec asks for, by hand or by rule. */
    LastGood scaledAs(MastioInstanceSpec other) {
        MastioInstanceSpec scaled = new MastioInstanceSpec(
                spec.hardwareClass(),
                spec.image(),
                spec.version(),
                other.replicas(),
                spec.workload(),
                spec.storage(),
                spec.tls(),
                spec.pki(),
                other.autoscaling(),
                spec.soak(),
                spec.licenseSecretName(),
                spec.plugins(),
                spec.pod(),
                spec.networkPolicy(),
                spec.edge());
        return new LastGood(scaled, machine, secrets);
    }

    String text() {
        try {
            Map<String, Written.Facts> sorted = new TreeMap<>();
            secrets.forEach((name, facts) -> sorted.put(
                    name,
                    new Written.Facts(
                            facts.checksum(), facts.keys().stream().sorted().toList())));
            return JSON.writeValueAsString(new Written(spec, machine, sorted));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of the API can be written as JSON", e);
        }
    }

    /** What an earlier pass wrote; empty if somebody has made it unreadable. */
    static Optional<LastGood> read(String text) {
        try {
            return Optional.of(JSON.readValue(text, LastGood.class));
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn("the last good spec can't be read and counts as absent: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The same with everything in order: the order of a set differs from one run of the JVM to the next. */
    private record Written(MastioInstanceSpec spec, KnownClass machine, Map<String, Facts> secrets) {
        record Facts(String checksum, List<String> keys) {}
    }

    /** A hardware class at one generation. */
    record KnownClass(String name, long generation, HardwareClassSpec spec) {

        private static final int DIGITS = 10;

        /**
         * What tells this class from itself at another time. The generation is not enough: a class that is deleted and made again
         * begins to count from one.
         */
        String edition() {
            try {
                return generation + "-"
                        + Checksum.of(JSON.writeValueAsString(spec)).substring(0, DIGITS);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("records of the API can be written as JSON", e);
            }
        }
    }
}
