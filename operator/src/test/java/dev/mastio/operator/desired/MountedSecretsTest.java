package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.FieldProblem;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountedSecretsTest {

    private static final MastioInstanceSpec SPEC = Serialization.unmarshal("""
            hardwareClass: c
            storage: {type: postgres, postgres: {secretName: shared}}
            licenseSecretName: shared
            tls: {secretName: cert}
            """, MastioInstanceSpec.class);

    private static final MastioInstanceSpec GIVEN_ROOT = Serialization.unmarshal("""
            hardwareClass: c
            pki: {secretName: root}
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                             | org-ca.crt, org-ca.key (or mastio-ca.crt and mastio-ca.key)
            org-ca.crt                                     | org-ca.key (or mastio-ca.crt and mastio-ca.key)
            org-ca.key                                     | org-ca.crt
            org-ca.crt mastio-ca.crt                       | mastio-ca.key
            org-ca.crt org-ca.key mastio-ca.key            | mastio-ca.crt
            """)
    void anOrgRootThatIsNotWholeIsNamedWithWhatItLacks(String present, String missing) {
        Map<String, SecretFacts> secrets = Map.of("root", new SecretFacts("1", Set.of(present.split(" "))));

        assertThat(MountedSecrets.missing(GIVEN_ROOT, secrets))
                .containsExactly(new FieldProblem("spec.pki.secretName", "Secret root has no " + missing + ": add it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org-ca.crt org-ca.key",
                "org-ca.crt mastio-ca.crt mastio-ca.key",
                "org-ca.crt org-ca.key mastio-ca.crt mastio-ca.key"
            })
    void anOrgRootNeedsItsKeyOrAnIntermediateOrHasBoth(String present) {
        Map<String, SecretFacts> secrets = Map.of("root", new SecretFacts("1", Set.of(present.split(" "))));

        assertThat(MountedSecrets.missing(GIVEN_ROOT, secrets)).isEmpty();
    }

    @Test
    void anOrgRootThatDoesNotExistIsAskedFor() {
        assertThat(MountedSecrets.missing(GIVEN_ROOT, Map.of()))
                .containsExactly(
                        new FieldProblem(
                                "spec.pki.secretName",
                                "Secret root does not exist: create it with org-ca.crt, org-ca.key (or mastio-ca.crt and mastio-ca.key)"));
        assertThat(MountedSecrets.readAtStart("demo", GIVEN_ROOT)).contains("root");
        assertThat(MountedSecrets.isReloaded("demo", GIVEN_ROOT, "root")).isFalse();
    }

    @Test
    void theSmallestInstanceNeedsNothingFromTheUser() {
        assertThat(MountedSecrets.missing(MastioInstanceSpec.of("c"), Map.of())).isEmpty();
        assertThat(MountedSecrets.readAtStart("demo", MastioInstanceSpec.of("c")))
                .containsExactly("demo-secrets", "demo-soak");
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
