package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretFactsTest {

    private static final byte[] KEY = new byte[32];
    private static final byte[] ANOTHER_KEY = {1, 2, 3};
    private static final Secret SECRET = secret("c2VjcmV0");

    @Test
    void theFactsOfAUsersSecretSayWhetherItChangedToWhoHasTheKey() {
        assertThat(SecretFacts.sealed(SECRET, KEY)).isEqualTo(SecretFacts.sealed(secret("c2VjcmV0"), KEY));
        assertThat(SecretFacts.sealed(SECRET, KEY)).isNotEqualTo(SecretFacts.sealed(secret("b3RoZXI="), KEY));
        assertThat(SecretFacts.sealed(SECRET, KEY).keys()).containsExactly("password");
    }

    @Test
    void withoutTheKeyNobodyCanTryPasswordsAgainstThem() {
        String sealed = SecretFacts.sealed(SECRET, KEY).checksum();

        assertThat(sealed)
                .isNotEqualTo(SecretFacts.of(SECRET).checksum())
                .isNotEqualTo(SecretFacts.sealed(SECRET, ANOTHER_KEY).checksum());
    }

    private static Secret secret(String password) {
        return new SecretBuilder().withData(Map.of("password", password)).build();
    }
}
