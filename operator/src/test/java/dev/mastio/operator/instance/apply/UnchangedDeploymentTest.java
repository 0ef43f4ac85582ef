package dev.mastio.operator.instance.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnchangedDeploymentTest {

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void aServerThatDoesNotWantTheContentsRefusesThem(int code) {
        assertThat(UnchangedDeployment.isRefusal(answer(code))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503, 504})
    void oneThatIsBusyOrIllOrWasToldSomethingElseMeanwhileDoesNot(int code) {
        assertThat(UnchangedDeployment.isRefusal(answer(code))).isFalse();
    }

    @Test
    void oneThatHasAnotherOfThatNameDoesNot() {
        KubernetesClientException another = new KubernetesClientException(new StatusBuilder()
                .withCode(422)
                .withNewDetails()
                .addNewCause("metadata.uid", "field is immutable", "FieldValueInvalid")
                .endDetails()
                .build());

        assertThat(UnchangedDeployment.isRefusal(another)).isFalse();
    }

    @Test
    void oneThatCantBeReachedDoesNot() {
        assertThat(UnchangedDeployment.isRefusal(new KubernetesClientException("away", new IOException())))
                .isFalse();
    }

    private static KubernetesClientException answer(int code) {
        return new KubernetesClientException(new StatusBuilder().withCode(code).build());
    }
}
