package dev.mastio.operator.desired;

import dev.mastio.api.Api;
import dev.mastio.api.Edge;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Storage;
import dev.mastio.operator.capacity.ReplicaCapacity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that the builders need to know about one instance, read once and checked.
 *
 * @param uid of the instance, for owner references
 * @param capacity limits and floor of one replica
 * @param images what to run where the spec says nothing
 * @param replicas replicas that the Deployment shall have; empty leaves the field to another writer. Never empty it under
 *     load: an apply that drops a field which only it owned resets it to one replica.
 * @param secrets facts of every Secret of {@link #mountedSecrets()}, by name
 * @param scheduleHeld no scheduled soak now, because one on demand runs
 * @param operatorNamespace where the operator's pods are; empty if that is not known
 * @param ownOrgRoot whether the Org Root lies in a Secret that the operator made for it
 * @param ownCa whether a CA of the instance's own signs the server certificate, see {@link OwnCaRule}
 */
public record InstancePlan(
        String name,
        String namespace,
        String uid,
        MastioInstanceSpec spec,
        ReplicaCapacity capacity,
        Images images,
        OptionalInt replicas,
        Map<String, SecretFacts> secrets,
        boolean scheduleHeld,
        Optional<String> operatorNamespace,
        boolean ownOrgRoot,
        boolean ownCa) {

    /** Port of the proxy that clients call. */
    public static final int HTTPS_PORT = 9443;

    /** Port of the proxy for probes and metrics. */
    public static final int OPS_PORT = 9464;

    public InstancePlan {
        secrets = Map.copyOf(secrets);
    }

    /** The same plan with the Secrets as they are now known. */
    public InstancePlan withSecrets(Map<String, SecretFacts> known) {
        return with(known, ownOrgRoot, ownCa);
    }

    /** The same plan with the Org Root in a Secret that the operator made for it, or without. */
    public InstancePlan withOwnOrgRoot(boolean own) {
        return with(secrets, own, ownCa);
    }

    /** The same plan with a server certificate that a CA of its own signs, or without. */
    public InstancePlan withOwnCa(boolean own) {
        return with(secrets, ownOrgRoot, own);
    }

    private InstancePlan with(Map<String, SecretFacts> known, boolean orgRoot, boolean ca) {
        return new InstancePlan(
                name,
                namespace,
                uid,
                spec,
                capacity,
                images,
                replicas,
                known,
                scheduleHeld,
                operatorNamespace,
                orgRoot,
                ca);
    }

    /** What the objects are called. */
    public Names names() {
        return new Names(name);
    }

    /** Tag of the proxy's image. */
    public String version() {
        return Objects.requireNonNullElse(spec.version(), images.version());
    }

    /** Image of the proxy with its tag. */
    public String proxyImage() {
        return Objects.requireNonNullElse(spec.image(), images.proxy()) + ":" + version();
    }

    /** Where clients inside the cluster reach the data port. */
    public String url() {
        return "https://" + name + "." + namespace + ".svc:" + HTTPS_PORT;
    }

    /** Name of the Secret with the server certificate: the user's or our own; empty where proxies have their organisation issue one. */
    public Optional<String> tlsSecret() {
        return ownCa || spec.tls().secretName() != null
                ? Optional.of(MountedSecrets.tls(name, spec))
                : Optional.empty();
    }

    /** Name of the Secret with the Org Root: the user's or our own; empty where proxies keep it in their store. */
    public Optional<String> orgRootSecret() {
        Optional<String> own = ownOrgRoot ? Optional.of(names().orgRoot()) : Optional.empty();
        return Optional.ofNullable(spec.pki().secretName()).or(() -> own);
    }

    /** Name of the organisation as the proxy is told it; empty if it is to derive one from the Org Root. */
    public Optional<String> organisation() {
        return Optional.ofNullable(ProxySettings.of(this).get(ProxySettings.ORGANISATION))
                .map(String::strip)
                .filter(organisation -> !organisation.isEmpty());
    }

    /** Whether the state lives on a volume of this instance. */
    public boolean onVolume() {
        return spec.storage().type() == Storage.Type.SQLITE;
    }

    /** The original that answers in the proxy's place, if one does. */
    Optional<Edge> edge() {
        return Optional.ofNullable(spec.edge());
    }

    /** Secrets that the proxy's pods read; {@link #secrets()} must know them all. */
    public List<String> mountedSecrets() {
        return Stream.of(
                        tlsSecret().stream(), MountedSecrets.readAtStart(name, spec).stream(), orgRootSecret().stream())
                .flatMap(Function.identity())
                .distinct()
                .toList();
    }

    SecretFacts secret(String secretName) {
        SecretFacts facts = secrets.get(secretName);
        if (facts == null) {
            throw new IllegalStateException("the plan of " + namespace + "/" + name + " knows nothing of the Secret "
                    + secretName + ": read it before building, or its appearance would roll the pods");
        }
        return facts;
    }

    /** Metadata of an object that goes away with the instance. */
    ObjectMeta owned(String objectName, Labels.Component component) {
        return meta(objectName, component).withOwnerReferences(owner()).build();
    }

    /** Metadata of an object that outlives the instance if its spec says so. */
    ObjectMeta kept(String objectName) {
        return spec.storage().onDelete() == Storage.OnDelete.Retain
                ? meta(objectName, Labels.Component.PROXY).build()
                : owned(objectName, Labels.Component.PROXY);
    }

    private ObjectMetaBuilder meta(String objectName, Labels.Component component) {
        return new ObjectMetaBuilder()
                .withName(objectName)
                .withNamespace(namespace)
                .withLabels(Labels.of(name, component, version()));
    }

    private OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion(Api.GROUP + "/" + Api.VERSION)
                .withKind("MastioInstance")
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
