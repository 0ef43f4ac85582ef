package dev.mastio.operator.instance.look;

import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.desired.MountedSecrets;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The informers, one a kind however many dependents have it, and what may be asked of them. */
public final class Sources {

    public static final String CONFIG_MAPS = "config-maps";
    public static final String SERVICE_ACCOUNTS = "service-accounts";
    public static final String SERVICES = "services";
    public static final String BUDGETS = "budgets";
    public static final String NETWORK_POLICIES = "network-policies";
    public static final String DEPLOYMENTS = "deployments";
    public static final String CLAIMS = "claims";
    public static final String SECRETS = "secrets";
    public static final String CRON_JOBS = "cron-jobs";
    public static final String ROLES = "roles";
    public static final String ROLE_BINDINGS = "role-bindings";

    private static final String OURS = Labels.MANAGED_BY + "=" + Labels.OPERATOR;
    /** Objects of a kind that may be large, in one answer to a list: never all of a cluster's in memory at once. */
    private static final long PAGE = 50;

    private static final String HELM_RELEASE = "helm.sh/release.v1";
    private static final String BY_CLASS = "hardware-class";
    private static final String BY_SECRET = "secret";

    private final IndexedResourceCache<MastioInstance> instances;
    private final EventSourceContext<MastioInstance> context;
    private final BooleanSupplier stopping;
    private final Map<Class<?>, InformerEventSource<?, MastioInstance>> ours = new LinkedHashMap<>();
    private final Map<String, InformerEventSource<Secret, MastioInstance>> given = new LinkedHashMap<>();
    private final InformerEventSource<MastioHardwareClass, MastioInstance> classes;

    /** @param stopping whether the caches are being emptied because the operator stops */
    public Sources(EventSourceContext<MastioInstance> context, BooleanSupplier stopping) {
        this.context = context;
        this.stopping = stopping;
        context.getPrimaryCache()
                .addIndexer(BY_CLASS, instance -> List.of(instance.getSpec().hardwareClass()));
        context.getPrimaryCache().addIndexer(BY_SECRET, Sources::givenSecrets);
        instances = context.getPrimaryCache();
        ours(ConfigMap.class, configMaps());
        ours(SERVICE_ACCOUNTS, ServiceAccount.class);
        ours(SERVICES, Service.class);
        ours(BUDGETS, PodDisruptionBudget.class);
        ours(NETWORK_POLICIES, NetworkPolicy.class);
        ours(DEPLOYMENTS, Deployment.class);
        ours(CLAIMS, PersistentVolumeClaim.class);
        ours(SECRETS, Secret.class);
        ours(CRON_JOBS, CronJob.class);
        ours(ROLES, Role.class);
        ours(ROLE_BINDINGS, RoleBinding.class);
        ours("jobs", Job.class);
        ours("pods", Pod.class);
        classes = classes();
        watchedNamespaces().forEach(namespace -> given.put(namespace, givenSecretsOf(namespace)));
    }

    /** For the SDK, which starts and stops them. */
    public List<EventSource<?, MastioInstance>> all() {
        List<EventSource<?, MastioInstance>> all = new ArrayList<>(ours.values());
        all.addAll(given.values());
        all.add(classes);
        return all;
    }

    /** One of our objects. */
    <R extends HasMetadata> Optional<R> find(Class<R> kind, String namespace, String name) {
        return live(source(kind).get(new ResourceID(name, namespace)));
    }

    /** All of our objects of a kind that belong to an instance. */
    <R extends HasMetadata> List<R> of(Class<R> kind, ResourceID instance) {
        String namespace = instance.getNamespace().orElseThrow();
        return live(source(kind)
                .list(
                        namespace,
                        object -> instance.getName()
                                .equals(object.getMetadata().getLabels().get(Labels.INSTANCE)))
                .toList());
    }

    /** The same of a component from the API server; also those that the caches do not show, because a label was taken away. */
    <R extends HasMetadata> List<R> now(Class<R> kind, ResourceID instance, Labels.Component component) {
        return context.getClient()
                .resources(kind)
                .inNamespace(instance.getNamespace().orElseThrow())
                .withLabel(Labels.INSTANCE, instance.getName())
                .withLabel(Labels.COMPONENT, component.value())
                .list()
                .getItems();
    }

    Optional<MastioHardwareClass> hardwareClass(String name) {
        return live(classes.get(new ResourceID(name)));
    }

    /** A Secret that a user gives, with digests for values. */
    Optional<Secret> given(String namespace, String name) {
        InformerEventSource<Secret, MastioInstance> source = given.getOrDefault(namespace, given.get(""));
        return source == null ? Optional.empty() : live(source.get(new ResourceID(name, namespace)));
    }

    /** Whether the instance is still there, as far as is known. */
    public boolean exists(ResourceID instance) {
        return instances.get(instance).isPresent();
    }

    /** Instances that an operator has looked after, so many at most. */
    public List<MastioInstance> known(int limit) {
        return instances
                .list(instance -> instance.getStatus() != null)
                .limit(limit)
                .toList();
    }

    /** The instances that name a class. */
    List<ResourceID> instancesOf(String hardwareClass) {
        return live(instances.byIndex(BY_CLASS, hardwareClass)).stream()
                .map(ResourceID::fromResource)
                .toList();
    }

    /** While the operator stops, caches are empty and what they say is not true: nobody may act on it. */
    private <T> T live(T read) {
        StoppingException.throwIf(stopping);
        return read;
    }

    @SuppressWarnings("unchecked") // ours() puts a source of R under the key Class<R>, and nobody else puts any
    private <R extends HasMetadata> InformerEventSource<R, MastioInstance> source(Class<R> kind) {
        return (InformerEventSource<R, MastioInstance>) Objects.requireNonNull(ours.get(kind));
    }

    private <R extends HasMetadata> void ours(String name, Class<R> kind) {
        ours(kind, labelled(name, kind));
    }

    private <R extends HasMetadata> void ours(
            Class<R> kind, InformerEventSourceConfiguration.Builder<R> configuration) {
        ours.put(kind, new InformerEventSource<>(configuration.build(), context));
    }

    private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> labelled(
            String name, Class<R> kind) {
        return InformerEventSourceConfiguration.from(kind, MastioInstance.class)
                .withName(name)
                .withLabelSelector(OURS)
                .withSecondaryToPrimaryMapper(byLabel());
    }

    private InformerEventSourceConfiguration.Builder<ConfigMap> configMaps() {
        var configuration = labelled(CONFIG_MAPS, ConfigMap.class).withInformerListLimit(PAGE);
        // Several namespaces have several informers, which can't share a store; there whole reports stay in memory.
        return watchedNamespaces().size() == 1
                ? configuration.withItemStore(new TransformingItemStore<>(ReportlessConfigMap::of))
                : configuration;
    }

    /** By label, not by owner: kept objects have no owner, and pods have another one. */
    private static <R extends HasMetadata> SecondaryToPrimaryMapper<R> byLabel() {
        return object -> {
            String instance = object.getMetadata().getLabels().get(Labels.INSTANCE);
            return instance == null
                    ? Set.of()
                    : Set.of(new ResourceID(instance, object.getMetadata().getNamespace()));
        };
    }

    private InformerEventSource<MastioHardwareClass, MastioInstance> classes() {
        var configuration = InformerEventSourceConfiguration.from(MastioHardwareClass.class, MastioInstance.class)
                .withName("hardware-classes")
                .withWatchAllNamespaces()
                .withSecondaryToPrimaryMapper(
                        machine -> Set.copyOf(instancesOf(machine.getMetadata().getName())))
                .withPrimaryToSecondaryMapper((MastioInstance instance) ->
                        Set.of(new ResourceID(instance.getSpec().hardwareClass())))
                .build();
        return new InformerEventSource<>(configuration, context);
    }

    // One source a namespace: the store that replaces values by digests can't be shared by several informers.
    private InformerEventSource<Secret, MastioInstance> givenSecretsOf(String namespace) {
        var configuration = InformerEventSourceConfiguration.from(Secret.class, MastioInstance.class)
                .withName(namespace.isEmpty() ? "given-secrets" : "given-secrets-" + namespace)
                .withSecondaryToPrimaryMapper(secret ->
                        instances
                                .byIndex(
                                        BY_SECRET,
                                        key(
                                                secret.getMetadata().getNamespace(),
                                                secret.getMetadata().getName()))
                                .stream()
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                .withFieldSelector(new FieldSelectorBuilder()
                        .withoutField("type", HELM_RELEASE)
                        .build())
                .withInformerListLimit(PAGE)
                .withItemStore(new TransformingItemStore<>(FingerprintedSecret::of));
        if (namespace.isEmpty()) configuration.withWatchAllNamespaces();
        else configuration.withNamespaces(Set.of(namespace));
        return new InformerEventSource<>(configuration.build(), context);
    }

    /** Empty text: all. */
    private Set<String> watchedNamespaces() {
        var informers = context.getControllerConfiguration().getInformerConfig();
        return informers.watchAllNamespaces()
                ? Set.of("")
                : informers.getEffectiveNamespaces(context.getControllerConfiguration());
    }

    private static List<String> givenSecrets(MastioInstance instance) {
        return MountedSecrets.required(instance.getSpec()).keySet().stream()
                .map(name -> key(instance.getMetadata().getNamespace(), name))
                .toList();
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
