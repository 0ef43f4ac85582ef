package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.bench.server.HealthServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each with BoringSSL, where this machine has it, and with the JDK's engine. */
class TrustTest {

    private static final Profile ONE_USER = Profile.VirtualUsers.unlimited(Ramp.constant(1, Duration.ofMinutes(1)));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acceptsAServerOfTheGivenAuthority(boolean nativeTls) {
        try (HealthServer server = HealthServer.healthy()) {
            Target target = Target.of(server.url()).withTrust(Trust.authority(server.certificate(folder)));

            LoadResult run = run(target, nativeTls);

            assertThat(run.failures()).isEmpty();
            assertThat(run.requests()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesAServerOfAnotherAuthority(boolean nativeTls) {
        try (HealthServer server = HealthServer.healthy();
                HealthServer other = HealthServer.healthy()) {
            Target target = Target.of(server.url()).withTrust(Trust.authority(other.certificate(folder)));

            assertThat(run(target, nativeTls).failures()).containsOnlyKeys(Failure.TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesAServerByANameThatItsCertificateLacks(boolean nativeTls) {
        try (HealthServer server = HealthServer.healthy()) {
            Target target = Target.of(server.urlByName()).withTrust(Trust.authority(server.certificate(folder)));

            assertThat(run(target, nativeTls).failures()).containsOnlyKeys(Failure.TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acceptsAnythingWhenAskedTo(boolean nativeTls) {
        try (HealthServer server = HealthServer.healthy()) {
            assertThat(run(Target.of(server.urlByName()).withTrust(Trust.anything()), nativeTls)
                            .failures())
                    .isEmpty();
        }
    }

    @Test
    void saysWhichFileIsNoCertificate() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        Target target = Target.of(URI.create("https://127.0.0.1:1")).withTrust(Trust.authority(empty));

        assertThatThrownBy(() -> LoadRun.start(target, ONE_USER, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty.pem");
    }

    private static LoadResult run(Target target, boolean nativeTls) {
        return Loads.until(target, ONE_USER, new Tuning(1, nativeTls), 2);
    }
}
