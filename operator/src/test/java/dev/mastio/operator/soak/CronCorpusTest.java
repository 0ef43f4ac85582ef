package dev.mastio.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The corpus is what the CronJob controller's own parser answered; {@code src/test/corpus} makes it anew. */
class CronCorpusTest {
    /** What the controller takes and we refuse: an interval has no slots to be overdue, a zone belongs into timeZone, the rest are slips. */
    private static final Set<String> REFUSED_BY_US_ALONE = Set.of(
            "@every 1h",
            "TZ=UTC * * * * *",
            "CRON_TZ=Europe/Rome 0 2 * * *",
            "+5 * * * *",
            "*-5 * * * *",
            ", * * * *",
            "1,,2 * * * *",
            "1, * * * *");

    private static List<String> corpus = List.of();

    @BeforeAll
    static void readCorpus() throws IOException {
        @Nullable String other = System.getProperty("mastio.corpus");
        try (InputStream in = other == null
                ? Objects.requireNonNull(CronCorpusTest.class.getResourceAsStream("cron-corpus.txt"))
                : Files.newInputStream(Path.of(other))) {
            corpus = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void firesWhenTheCronJobControllerFires() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        ZoneId zone = ZoneId.of("UTC");
        List<Instant> instants = List.of();
        for (String line : corpus.subList(0, corpus.indexOf("texts"))) {
            if (line.startsWith("zone ")) {
                zone = ZoneId.of(line.substring("zone ".length()));
            } else if (line.startsWith("after ")) {
                instants = words(line).skip(1).map(Instant::parse).toList();
            } else {
                int bar = line.indexOf('|');
                List<String> expected = words(line.substring(bar + 1).strip()).toList();
                CronSchedule schedule = CronSchedule.parse(line.substring(0, bar), zone);
                for (int i = 0; i < instants.size(); i++) {
                    String actual = minutesToNext(schedule, instants.get(i));
                    compared++;
                    if (!actual.equals(expected.get(i))) {
                        differences.add("%s '%s' after %s: expected %s minutes, was %s"
                                .formatted(zone, line.substring(0, bar), instants.get(i), expected.get(i), actual));
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(10_000);
        assertThat(differences).isEmpty();
    }

    @Test
    void takesAndRefusesWhatTheCronJobControllerTakesAndRefuses() {
        List<String> texts = corpus.subList(corpus.indexOf("texts") + 1, corpus.size());

        assertThat(texts).isNotEmpty().allSatisfy(line -> {
            String text =
                    line.substring(line.indexOf('"') + 1, line.length() - 1).translateEscapes();
            boolean expected = line.startsWith("taken") && !REFUSED_BY_US_ALONE.contains(text);
            assertThat(taken(text)).as(text).isEqualTo(expected);
        });
    }

    private static boolean taken(String text) {
        try {
            CronSchedule.parse(text, ZoneId.of("Europe/Rome"));
            return true;
        } catch (InvalidScheduleException e) {
            return false;
        }
    }

    private static String minutesToNext(CronSchedule schedule, Instant after) {
        Optional<Instant> next = schedule.next(after);
        return next.map(at -> Long.toString(ChronoUnit.MINUTES.between(after.truncatedTo(ChronoUnit.MINUTES), at)))
                .orElse("-");
    }

    private static Stream<String> words(String line) {
        return Arrays.stream(line.split(" ", -1));
    }
}
