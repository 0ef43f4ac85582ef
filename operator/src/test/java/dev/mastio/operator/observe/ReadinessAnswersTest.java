package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessAnswersTest {

    private static final ResourceID DEMO = new ResourceID("demo", "default");
    private static final List<PodTarget> ONE = List.of(new PodTarget("1", "demo-1", "127.0.0.1", 1, false));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicReference<Optional<String>> said = new AtomicReference<>(Optional.of("database: refused"));
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ReadinessAnswers answers = new ReadinessAnswers(
            pod -> {
                asked.incrementAndGet();
                return said.get();
            },
            now::get);

    @BeforeEach
    void start() {
        answers.setEventHandler(events::add);
        answers.start();
    }

    @Test
    void nobodyWaitsForAnAnswerWhichComesAsAnEvent() {
        assertThat(answers.ask(DEMO, ONE)).isEmpty();

        await().until(() -> events.size() == 1);
        assertThat(answers.ask(DEMO, ONE)).contains("database: refused");
    }

    @Test
    void theSameAnswerIsNoNews() {
        answers.ask(DEMO, ONE);
        await().until(() -> events.size() == 1);

        now.set(now.get().plusSeconds(30));
        answers.ask(DEMO, ONE);

        await().until(() -> asked.get() == 2);
        assertThat(events).hasSize(1);
    }

    @Test
    void aFreshAnswerIsNotAskedForAgain() {
        answers.ask(DEMO, ONE);
        await().until(() -> events.size() == 1);

        said.set(Optional.of("database: something else"));
        answers.ask(DEMO, ONE);

        assertThat(answers.ask(DEMO, ONE)).contains("database: refused");
        assertThat(asked).hasValue(1);
    }

    @Test
    void nobodyIsAskedWhileAllPodsAreReady() {
        assertThat(answers.ask(DEMO, List.of())).isEmpty();

        assertThat(asked).hasValue(0);
    }

    @Test
    void theFailingCheckIsNamed() throws Exception {
        assertThat(Readyz.complaint(bytes("""
                                {"status":"not_ready","checks":{"jwks_cache":"standalone","database":"error: refused\\nat x"}}"""))).contains("database: error: refused");
        assertThat(Readyz.complaint(bytes("{\"status\":\"not_ready\"}"))).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
