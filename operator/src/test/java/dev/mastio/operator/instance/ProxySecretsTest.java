package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxySecretsTest {

    private static final String KNOWN = "known-to-the-store-and-to-nobody-else";
    private static final String NEW = "made-just-now-and-long-enough-for-this";

    @Test
    void aNewInstanceGetsThemAll() {
        ProxySecrets secrets = ProxySecrets.of(Map.of(), false, _ -> NEW);

        assertThat(secrets.texts())
                .isEqualTo(Map.of("admin-secret", NEW, "dashboard-signing-key", NEW, "db-encryption-key", NEW));
        assertThat(secrets.keyMissing()).isFalse();
    }

    @Test
    void whatIsThereIsKept() {
        ProxySecrets secrets = ProxySecrets.of(
                Map.of("admin-secret", "too short", "dashboard-signing-key", KNOWN, "db-encryption-key", KNOWN),
                true,
                _ -> NEW);

        assertThat(secrets.texts())
                .isEqualTo(Map.of("admin-secret", NEW, "dashboard-signing-key", KNOWN, "db-encryption-key", KNOWN));
        assertThat(secrets.keyMissing()).isFalse();
    }

    @Test
    void theKeyOfAStoreThatHasBeenUsedIsNeverMadeAnew() {
        ProxySecrets secrets = ProxySecrets.of(Map.of(), true, _ -> NEW);

        assertThat(secrets.texts()).isEqualTo(Map.of("admin-secret", NEW, "dashboard-signing-key", NEW));
        assertThat(secrets.keyMissing()).isTrue();
    }

    @Test
    void aKeyThatIsTooShortIsLeftForWhoeverPutItThere() {
        ProxySecrets secrets = ProxySecrets.of(Map.of("db-encryption-key", " ".repeat(40) + "short"), true, _ -> NEW);

        assertThat(secrets.texts()).containsEntry("db-encryption-key", " ".repeat(40) + "short");
        assertThat(secrets.keyMissing()).isTrue();
    }
}
