package dev.mastio.operator.soak;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdict that a run wrote into its termination message. What the run does not know of is absent.
 *
 * @param errorRate share of requests that failed, 0 to 1
 */
record SoakVerdict(
        String run,
        Verdict verdict,
        String reason,
        String message,
        @Nullable String startedAt,
        @Nullable String finishedAt,
        @Nullable Long requests,
        @Nullable Double errorRate,
        @Nullable Double p95Millis,
        @Nullable Double residentDriftPercent,
        @Nullable Double heapDriftPercent,
        @Nullable Long idleSeconds,
        @Nullable String report) {

    /** Kubernetes cuts termination messages here. */
    private static final int LONGEST = 4096;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST)
                            .maxNestingDepth(4)
                            .build())
                    .build())
            // A newer image may say more than this operator knows; what it knows must be right.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Empty when the text is not a verdict of that run. */
    static Optional<SoakVerdict> read(String text, String run) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            SoakVerdict read = JSON.readValue(text, SoakVerdict.class);
            return Optional.ofNullable(read).filter(verdict -> verdict.complete(run));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private boolean complete(String expectedRun) {
        return expectedRun.equals(run)
                && verdict != null
                && reason != null
                && reason.matches("[A-Z][A-Za-z0-9]{0,63}")
                && message != null
                && time(startedAt)
                && time(finishedAt)
                && (requests == null || requests >= 0)
                && (idleSeconds == null || idleSeconds >= 0)
                && finite(errorRate)
                && finite(p95Millis)
                && finite(residentDriftPercent)
                && finite(heapDriftPercent);
    }

    /** 1e999 is a JSON number but would come out as Infinity, which is none: the status could not be written any more. */
    private static boolean finite(@Nullable Double value) {
        return value == null || Double.isFinite(value);
    }

    private static boolean time(@Nullable String text) {
        try {
            return text == null || Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
