package dev.mastio.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.bench.load.Profile;
import dev.mastio.bench.load.Ramp;
import dev.mastio.bench.load.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioLibraryTest {

    @TempDir
    Path folder;

    @Test
    void hasTheFourPhasesOfTheCapacityPage() {
        Scenario scenario = ScenarioLibrary.find("health-throughput");

        assertThat(scenario.shape().profile())
                .isEqualTo(Profile.VirtualUsers.unlimited(new Ramp(List.of(
                        new Stage(Duration.ofSeconds(30), 0, 50),
                        new Stage(Duration.ofSeconds(120), 50, 50),
                        new Stage(Duration.ofSeconds(60), 50, 100),
                        new Stage(Duration.ofSeconds(30), 100, 0)))));
        assertThat(scenario.thresholds())
                .containsExactlyInAnyOrder(
                        new Threshold("http_req_duration", "p(95)<250"), new Threshold("http_req_failed", "rate<0.01"));
    }

    @Test
    void hasTheHourOfConstantLoad() {
        Scenario scenario = ScenarioLibrary.find("soak-stability");

        assertThat(scenario.shape().profile())
                .isEqualTo(Profile.VirtualUsers.unlimited(Ramp.constant(50, Duration.ofMinutes(60))));
    }

    @Test
    void readsAnOpenProfileFromYaml() throws IOException {
        Path file = write("mine.yaml", """
                description: My own
                startRate: 10
                model: arrivals
                stages:
                  - { duration: 10s, target: 100 }
                connections: 4
                maxConnections: 8
                paths: [/health, /healthz]
                thresholds:
                  http_reqs: rate>50
                """);

        Scenario scenario = ScenarioLibrary.find(file.toString());

        assertThat(scenario)
                .isEqualTo(new Scenario(
                        "mine",
                        "My own",
                        Shape.staged(Shape.Model.ARRIVALS, 10, List.of(new Shape.Step(Duration.ofSeconds(10), 100)))
                                .withConnections(4, 8),
                        List.of("/health", "/healthz"),
                        List.of(new Threshold("http_reqs", "rate>50"))));
    }

    @Test
    void readsAPacedClosedProfileFromJson() throws IOException {
        Path file = write("mine.json", "{\"vus\": 5, \"duration\": \"1m\", \"maxRate\": 20}");

        assertThat(ScenarioLibrary.find(file.toString()).shape().profile())
                .isEqualTo(new Profile.VirtualUsers(Ramp.constant(5, Duration.ofMinutes(1)), 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "vus: 5 | 'duration' is missing",
                "duration: 5s | give either 'stages', or 'vus' with 'duration'",
                "{vus: 5, duration: 5} | '5' is not a duration",
                "{vus: many, duration: 5s} | 'vus' must be a number, not 'many'",
                "{vus: 5, duration: 5s, vues: 6} | unknown key 'vues'",
                "{stages: [{duration: 5s}]} | a stage has no 'target'",
                "{stages: [{duration: 0s, target: 5}]} | at least one stage that lasts",
                "{vus: -5, duration: 5s} | levels must be 0 or more",
                "{vus: 5, duration: 5s, maxRate: 0} | max rate must be above 0",
                "{vus: 5, duration: 5s, thresholds: {http_reqs: fast}} | threshold 'fast' of http_reqs",
                "[1, 2] | must be a mapping",
                "{ | expected"
            })
    void saysWhatIsWrongWithAFileAndInWhich(String content, String complaint) throws IOException {
        Path file = write("broken.yaml", content);

        assertThatThrownBy(() -> ScenarioLibrary.find(file.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken")
                .hasMessageContaining(complaint);
    }

    @Test
    void namesTheBuiltInOnesWhenThereIsNoSuchScenario() {
        assertThatThrownBy(() -> ScenarioLibrary.find("heath"))
                .hasMessageContaining("'heath'")
                .hasMessageContaining("health-throughput, soak-stability");
    }

    @Test
    void stretchesEveryStageToANewLength() {
        Shape shape = ScenarioLibrary.find("health-throughput").shape().lasting(Duration.ofSeconds(24));

        assertThat(shape.steps())
                .extracting(step -> step.duration().toMillis())
                .containsExactly(3000L, 12_000L, 6000L, 3000L);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
