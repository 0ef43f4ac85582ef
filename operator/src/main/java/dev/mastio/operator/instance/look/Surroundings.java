package dev.mastio.operator.instance.look;

import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.desired.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the caches hold around one instance. Never changed: the caches are shared. */
public final class Surroundings {

    private final Sources sources;
    private final ResourceID instance;
    private final String namespace;
    private final Names names;
    private final Predicate<HasMetadata> counts;

    /** Of whoever has that name. */
    public Surroundings(Sources sources, ResourceID instance) {
        this(sources, instance, _ -> true);
    }

    /** Of one instance: what a deleted namesake leaves to the garbage collector says nothing of it. */
    public Surroundings(Sources sources, MastioInstance instance) {
        this(sources, ResourceID.fromResource(instance), object -> Ownership.stays(instance, object));
    }

    private Surroundings(Sources sources, ResourceID instance, Predicate<HasMetadata> counts) {
        this.sources = sources;
        this.instance = instance;
        this.namespace = instance.getNamespace().orElseThrow();
        this.names = new Names(instance.getName());
        this.counts = counts;
    }

    public Optional<Deployment> deployment() {
        return own(Deployment.class, names.proxy());
    }

    public Optional<ConfigMap> settings() {
        return own(ConfigMap.class, names.config());
    }

    public Optional<Secret> pki() {
        return own(Secret.class, names.tls());
    }

    public Optional<Secret> orgRoot() {
        return own(Secret.class, names.orgRoot());
    }

    public Optional<Secret> secrets() {
        return own(Secret.class, names.secrets());
    }

    /** Versions of the Secrets that the operator makes, by name. What is read of one afterwards is of this version or a later one. */
    public Map<String, String> secretVersions() {
        return Stream.of(pki(), orgRoot(), secrets(), soakKey())
                .flatMap(Optional::stream)
                .map(HasMetadata::getMetadata)
                .collect(Collectors.toMap(ObjectMeta::getName, ObjectMeta::getResourceVersion));
    }

    public Optional<PersistentVolumeClaim> volumeClaim() {
        return own(PersistentVolumeClaim.class, names.data());
    }

    /** What stays when the instance goes: its objects without an owner. */
    public List<String> kept() {
        List<String> kept = new ArrayList<>();
        volumeClaim().filter(Surroundings::ownerless).ifPresent(claim -> kept.add("the volume claim " + names.data()));
        pki().filter(Surroundings::ownerless).ifPresent(secret -> kept.add("the PKI Secret " + names.tls()));
        orgRoot().filter(Surroundings::ownerless).ifPresent(secret -> kept.add("the Org Root in " + names.orgRoot()));
        secrets().filter(Surroundings::ownerless).ifPresent(secret -> kept.add("the Secret " + names.secrets()));
        return List.copyOf(kept);
    }

    private static boolean ownerless(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().isEmpty();
    }

    public Optional<Secret> soakKey() {
        return own(Secret.class, names.soak());
    }

    public Optional<CronJob> soakSchedule() {
        return own(CronJob.class, names.soak());
    }

    /** By whether they are the instance's or its schedule's; of the others the name was the same. */
    public Map<Boolean, List<Job>> soakJobs() {
        Optional<CronJob> schedule = soakSchedule();
        return sources.of(Job.class, instance).stream()
                .collect(Collectors.partitioningBy(job -> counts.test(job)
                        || schedule.filter(cronJob -> Ownership.owns(cronJob, job))
                                .isPresent()));
    }

    /** Pods of the proxy. */
    public List<Pod> proxies() {
        return pods(Labels.Component.PROXY);
    }

    /** Pods of soak Jobs. */
    public List<Pod> soakPods() {
        return pods(Labels.Component.SOAK);
    }

    public Optional<MastioHardwareClass> hardwareClass(String name) {
        return sources.hardwareClass(name);
    }

    /** Those of the named Secrets that exist, with digests for values. */
    public Map<String, Secret> given(Collection<String> secretNames) {
        Map<String, Secret> found = new TreeMap<>();
        for (String name : secretNames) sources.given(namespace, name).ifPresent(secret -> found.put(name, secret));
        return found;
    }

    /** The other instances of a class. */
    public List<ResourceID> sharing(String hardwareClass) {
        return sources.instancesOf(hardwareClass).stream()
                .filter(other -> !other.equals(instance))
                .toList();
    }

    /** The same for another instance. */
    public Surroundings around(ResourceID other) {
        return new Surroundings(sources, other);
    }

    /**
     * All pods of the instance's soaks at this moment, by the API server, where a cache may be behind.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if it does not say
     */
    public List<Pod> soakPodsNow() {
        return sources.now(Pod.class, instance, Labels.Component.SOAK);
    }

    private <R extends HasMetadata> Optional<R> own(Class<R> kind, String name) {
        return sources.find(kind, namespace, name).filter(counts);
    }

    private List<Pod> pods(Labels.Component component) {
        return sources.of(Pod.class, instance).stream()
                .filter(pod ->
                        component.value().equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)))
                .toList();
    }
}
