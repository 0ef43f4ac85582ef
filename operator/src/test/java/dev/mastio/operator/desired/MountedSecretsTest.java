package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.FieldProblem;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MountedSecretsTest {

    private static final MastioInstanceSpec SPEC = Serialization.unmarshal("""
            hardwareClass: c
            storage: {type: postgres, postgres: {secretName: shared}}
            licenseSecretName: shared
            tls: {secretName: cert}
            """, MastioInstanceSpec.class);

    @Test
    void aSecretThatServesTwoPurposesMustHoldTheEntriesOfBoth() {
        assertThat(MountedSecrets.required(SPEC))
                .containsEntry("shared", Set.of("url", "username", "password", "license.jwt"))
                .containsEntry("cert", Set.of("tls.crt", "tls.key"))
                .hasSize(2);
    }

    @Test
    void aMissingSecretIsNamedWithTheFieldAndWhatItMustHold() {
        assertThat(MountedSecrets.missing(SPEC, Map.of()))
                .containsExactly(
                        new FieldProblem(
                                "spec.tls.secretName", "Secret cert does not exist: create it with tls.crt, tls.key"),
                        new FieldProblem(
                                "spec.storage.postgres.secretName, spec.licenseSecretName",
                                "Secret shared does not exist: create it with license.jwt, password, url, username"));
    }

    @Test
    void aMissingEntryIsNamed() {
        Map<String, SecretFacts> present = Map.of(
                "cert", new SecretFacts("1", Set.of("tls.crt", "tls.key", "ca.crt")),
                "shared", new SecretFacts("2", Set.of("url", "username", "license.jwt")));

        assertThat(MountedSecrets.missing(SPEC, present))
                .singleElement()
                .extracting(FieldProblem::message)
                .isEqualTo("Secret shared has no password: add it");
    }

    @Test
    void theSmallestInstanceNeedsNothingFromTheUser() {
        assertThat(MountedSecrets.missing(MastioInstanceSpec.of("c"), Map.of())).isEmpty();
        assertThat(MountedSecrets.of("demo", MastioInstanceSpec.of("c")))
                .containsExactly("demo-tls", "demo-secrets", "demo-soak");
    }

    @Test
    void anOriginalTakesItsDatabaseFromTheUrlAloneAndFurtherSettingsFromAnySecret() {
        MastioInstanceSpec spec = Serialization.unmarshal("""
                hardwareClass: c
                storage: {type: postgres, postgres: {secretName: db}}
                edge: {upstream: 'mastio:1', secretName: vault}
                """, MastioInstanceSpec.class);

        assertThat(MountedSecrets.required(spec))
                .containsEntry("db", Set.of("url"))
                .containsEntry("vault", Set.of());
        assertThat(MountedSecrets.missing(spec, Map.of()))
                .contains(new FieldProblem("spec.edge.secretName", "Secret vault does not exist: create it"));
    }
}
