package dev.mastio.local.controllers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Which ReplicaSet stands for which version of a Deployment's template. */
final class Revisions {

    static final String REVISION = "deployment.kubernetes.io/revision";
    private static final Set<String> NOT_COPIED = Set.of(REVISION, "kubectl.kubernetes.io/last-applied-configuration");
    private static final String HASH = "pod-template-hash";

    private Revisions() {}

    /** The set that was made from the present template; the oldest, should there be two. */
    static Optional<ReplicaSet> current(Deployment deployment, List<ReplicaSet> sets) {
        PodTemplateSpec wanted = deployment.getSpec().getTemplate();
        return sets.stream()
                .filter(set -> withoutHash(set.getSpec().getTemplate()).equals(wanted))
                .min(Comparator.comparing(set -> set.getMetadata().getCreationTimestamp()));
    }

    private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
        return new PodTemplateSpecBuilder(template)
                .editMetadata()
                .removeFromLabels(HASH)
                .endMetadata()
                .build();
    }

    static long of(HasMetadata object) {
        return Long.parseLong(annotations(object).getOrDefault(REVISION, "0"));
    }

    /** The number that the present template gets: one more than all others, or its own if it is the highest already. */
    static long next(Optional<ReplicaSet> current, List<ReplicaSet> others) {
        long highest = others.stream().mapToLong(Revisions::of).max().orElse(0);
        long own = current.map(Revisions::of).orElse(0L);
        return own > highest ? own : highest + 1;
    }

    /** A new, still empty set for the present template. */
    static ReplicaSet create(Deployment deployment, long revision) {
        var spec = deployment.getSpec();
        String hash = hash(spec.getTemplate());
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(spec.getTemplate().getMetadata().getLabels())
                .addToLabels(HASH, hash)
                .withAnnotations(copied(deployment))
                .addToAnnotations(REVISION, Long.toString(revision))
                .withOwnerReferences(PodFacts.controlledBy(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withMinReadySeconds(spec.getMinReadySeconds())
                .withNewSelectorLike(spec.getSelector())
                .addToMatchLabels(HASH, hash)
                .endSelector()
                .withNewTemplateLike(spec.getTemplate())
                .editMetadata()
                .addToLabels(HASH, hash)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Map<String, String> copied(Deployment deployment) {
        Map<String, String> annotations = new HashMap<>(annotations(deployment));
        annotations.keySet().removeAll(NOT_COPIED);
        return annotations;
    }

    private static Map<String, String> annotations(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static String hash(PodTemplateSpec template) {
        CRC32C sum = new CRC32C();
        sum.update(Serialization.asJson(template).getBytes(UTF_8));
        return Long.toString(sum.getValue(), Character.MAX_RADIX);
    }

    /** Empty sets beyond the history limit, oldest first. */
    static List<ReplicaSet> outdated(Deployment deployment, List<ReplicaSet> old) {
        Integer limit = deployment.getSpec().getRevisionHistoryLimit();
        return old.stream()
                .filter(set -> set.getSpec().getReplicas() == 0 && replicas(set) == 0 && !PodFacts.isLeaving(set))
                .sorted(Comparator.comparingLong(Revisions::of).reversed())
                .skip(limit == null ? 10 : limit)
                .toList();
    }

    static int replicas(ReplicaSet set) {
        return count(set, ReplicaSetStatus::getReplicas);
    }

    static int count(ReplicaSet set, Function<ReplicaSetStatus, @Nullable Integer> counter) {
        Integer count = set.getStatus() == null ? null : counter.apply(set.getStatus());
        return count == null ? 0 : count;
    }
}
