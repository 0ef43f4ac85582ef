package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.look.Ownership;
import dev.mastio.operator.instance.look.Surroundings;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Objects;
import java.util.Optional;

/** What the Deployment tells of what was decided before, unless a deleted namesake left it. */
record OwnDeployment(Optional<Deployment> deployment) {

    static OwnDeployment of(MastioInstance instance, Surroundings around) {
        return new OwnDeployment(around.deployment().filter(found -> Ownership.of(instance, found)));
    }

    boolean exists() {
        return deployment.isPresent();
    }

    /** Whether proxies are given a server certificate, whoever's. */
    boolean hasCertificateFiles() {
        return deployment.stream()
                .flatMap(found -> found.getSpec().getTemplate().getSpec().getContainers().stream())
                .flatMap(container -> container.getEnv().stream())
                .anyMatch(setting -> setting.getName().equals("MASTIO_TLS_CERT_FILE"));
    }

    boolean mounts(String secret) {
        return deployment.stream()
                .flatMap(found -> found.getSpec().getTemplate().getSpec().getVolumes().stream())
                .map(Volume::getSecret)
                .filter(Objects::nonNull)
                .map(SecretVolumeSource::getSecretName)
                .anyMatch(secret::equals);
    }
}
