package dev.mastio.suite.measure.fleet;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.PodOverrides;
import dev.mastio.api.Storage;
import dev.mastio.suite.hollow.HollowNamespace;
import dev.mastio.suite.hollow.HollowPods;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** The instances of a fleet, as a user would apply them: the smallest one, and what makes it hollow. */
enum Members {
    /** With a proxy each. */
    REAL {
        @Override
        MastioInstanceSpec spec() {
            return minimal("", Storage.SQLITE, PodOverrides.NONE);
        }
    },
    /** By their image, where the cluster knows such an image. */
    HOLLOW_BY_IMAGE {
        @Override
        MastioInstanceSpec spec() {
            return minimal("hollow", Storage.SQLITE, PodOverrides.NONE);
        }
    },
    /** By their node. Volumes are tied to the real one, so that they keep their data in a database. */
    HOLLOW_BY_NODE {
        @Override
        MastioInstanceSpec spec() {
            PodOverrides none = PodOverrides.NONE;
            return minimal(
                    "",
                    Storage.postgres(HollowNamespace.DATABASE),
                    new PodOverrides(
                            none.labels(),
                            none.annotations(),
                            HollowPods.NODE_SELECTOR,
                            HollowPods.TOLERATIONS,
                            none.priorityClassName(),
                            none.runtimeClassName(),
                            none.imagePullSecrets(),
                            none.imagePullPolicy(),
                            none.env()));
        }
    };

    abstract MastioInstanceSpec spec();

    /** First part of their names. */
    String prefix() {
        return this == REAL ? "real-" : "hollow-";
    }

    MastioInstance member(String namespace, int number) {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(new ObjectMetaBuilder()
                .withName("%s%04d".formatted(prefix(), number))
                .withNamespace(namespace)
                .build());
        instance.setSpec(spec());
        return instance;
    }

    private static MastioInstanceSpec minimal(String version, Storage storage, PodOverrides pod) {
        MastioInstanceSpec spec = MastioInstanceSpec.of("laptop");
        return new MastioInstanceSpec(
                spec.hardwareClass(),
                spec.image(),
                version.isEmpty() ? null : version,
                spec.replicas(),
                spec.workload(),
                storage,
                spec.tls(),
                spec.pki(),
                spec.autoscaling(),
                spec.soak(),
                spec.licenseSecretName(),
                spec.plugins(),
                pod,
                spec.networkPolicy(),
                spec.edge());
    }
}
