package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.instance.report.Claim;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final KubernetesClientException refused = new KubernetesClientException(new StatusBuilder()
            .withCode(403)
            .withMessage("deployments.apps is forbidden")
            .build());

    @Test
    void theServersWordsArePassedOn() {
        assertThat(Failures.claim(refused).reason()).isEqualTo("ApiRefused");
        assertThat(Failures.claim(refused).message())
                .isEqualTo("the API server refused: deployments.apps is forbidden");
    }

    @Test
    void whatTheSdkWrapsIsFound() {
        assertThat(Failures.claim(new IllegalStateException(refused)).reason()).isEqualTo("ApiRefused");
    }

    @Test
    void aServerThatCantBeReachedIsNamed() {
        assertThat(Failures.claim(new KubernetesClientException("x", new IOException("refused")))
                        .message())
                .isEqualTo("the API server could not be reached");
    }

    @Test
    void anExceptionOfOursIsNeverShown() {
        Claim claim = Failures.claim(new NullPointerException("Cannot invoke \"Secret.getData()\""));

        assertThat(claim.reason()).isEqualTo("ReconcileError");
        assertThat(claim.status()).isEqualTo(Claim.Truth.Unknown);
        assertThat(claim.message()).doesNotContain("NullPointer", "getData");
    }

    @Test
    void whoComesSecondIsNotToldTheUser() {
        KubernetesClientException conflict = new KubernetesClientException(
                new StatusBuilder().withCode(409).withMessage("changed").build());

        assertThat(Failures.isRace(new IllegalStateException(conflict))).isTrue();
        assertThat(Failures.isRace(refused)).isFalse();
    }

    @Test
    void ofSeveralTheOneThatTheUserCanMendIsShown() {
        assertThat(Failures.worst(List.of(new NullPointerException(), refused)))
                .hasValueSatisfying(claim -> assertThat(claim.reason()).isEqualTo("ApiRefused"));
        assertThat(Failures.worst(List.of())).isEmpty();
    }
}
