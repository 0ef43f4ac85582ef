package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DesiredProxySecretTest {

    @Test
    void marksTheStoresKeyAsOneAndNothingElse() {
        byte[] random = new byte[32];

        assertThat(DesiredProxySecret.text("db-encryption-key", random)).matches("raw:[A-Za-z0-9_-]{43}");
        assertThat(DesiredProxySecret.text("admin-secret", random)).matches("[A-Za-z0-9_-]{43}");
        assertThat(DesiredProxySecret.text("dashboard-signing-key", random)).matches("[A-Za-z0-9_-]{43}");
    }
}
