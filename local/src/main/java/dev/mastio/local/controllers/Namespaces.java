package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Gives each namespace what pods in it rely on: the default ServiceAccount and the API's certificate. */
final class Namespaces implements Controller {

    private static final String ACCOUNT = "default";
    private static final String CERTIFICATE = "kube-root-ca.crt";

    private final Mirrors mirrors;
    private final Map<String, String> certificate;
    private final Loop loop = new Loop("namespaces", 1, this::reconcile);

    Namespaces(Mirrors mirrors, String caCertificate) {
        this.mirrors = mirrors;
        this.certificate = Map.of("ca.crt", caCertificate);
        Triggers.onEach(mirrors.namespaces(), loop);
        // Both come back when somebody deletes them.
        mirrors.serviceAccounts().onChange((old, now) -> {
            if (now == null && old != null && ACCOUNT.equals(old.getMetadata().getName())) {
                loop.add(Key.of("", old.getMetadata().getNamespace()));
            }
        });
        mirrors.configMaps().onChange((old, now) -> {
            if (now == null
                    && old != null
                    && CERTIFICATE.equals(old.getMetadata().getName())) {
                loop.add(Key.of("", old.getMetadata().getNamespace()));
            }
        });
    }

    private Optional<Duration> reconcile(Key key) {
        Namespace namespace = mirrors.namespaces().get(key);
        if (namespace == null || PodFacts.isLeaving(namespace)) {
            return Optional.empty();
        }
        if (mirrors.serviceAccounts().get(new Key(key.name(), ACCOUNT)) == null) {
            mirrors.serviceAccounts()
                    .create(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName(ACCOUNT)
                            .withNamespace(key.name())
                            .endMetadata()
                            .build());
        }
        publishCertificate(key.name());
        return Optional.empty();
    }

    private void publishCertificate(String namespace) {
        ConfigMap known = mirrors.configMaps().get(new Key(namespace, CERTIFICATE));
        if (known == null) {
            mirrors.configMaps()
                    .create(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(CERTIFICATE)
                            .withNamespace(namespace)
                            .endMetadata()
                            .withData(certificate)
                            .build());
        } else if (!certificate.equals(known.getData())) {
            mirrors.configMaps()
                    .update(new ConfigMapBuilder(known).withData(certificate).build());
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
