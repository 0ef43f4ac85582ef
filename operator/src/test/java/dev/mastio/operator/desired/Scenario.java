package dev.mastio.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.api.Api;
import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.operator.capacity.Capacity;
import dev.mastio.operator.capacity.ReplicaCapacity;
import dev.mastio.operator.soak.RunToken;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of {@code src/test/resources/desired}: {@code in.yaml} is what a cluster holds, the other files what must come of it. */
record Scenario(Path folder) {

    private static final Path SCENARIOS = Path.of("src/test/resources/desired");
    private static final Images IMAGES = new Images("mastio/proxy", "0.1.0", "mastio/bench:0.1.0");
    private static final Map<String, String> PKI =
            Map.of("ca.crt", "a CA", "ca.key", "its key", "tls.crt", "a certificate", "tls.key", "its key");
    private static final Map<String, String> SECRETS = Map.of(
            "admin-secret",
            "for X-Admin-Secret",
            "dashboard-signing-key",
            "for cookies",
            "db-encryption-key",
            "for keys");
    private static final Map<String, String> ORG_ROOT = Map.of("org-ca.crt", "an Org Root", "org-ca.key", "its key");
    private static final Optional<String> OPERATOR_NAMESPACE = Optional.of("mastio-system");
    private static final byte[] SOAK_KEY = new byte[32];

    static List<Scenario> all() {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.sorted().map(Scenario::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scenario named(String name) {
        return new Scenario(SCENARIOS.resolve(name));
    }

    /** The plan of the folder's instance with all of its replicas, as the reconciler would make it. */
    InstancePlan plan() {
        return planOfAnOperatorIn(OPERATOR_NAMESPACE);
    }

    /** The same by an operator in that namespace, or in one that it does not know. */
    InstancePlan planOfAnOperatorIn(Optional<String> namespace) {
        return plan(only(MastioInstance.class, "MastioInstance"), namespace);
    }

    /** The same where the user sets one thing more. */
    InstancePlan planWith(String setting, String value) {
        try {
            String declared = Serialization.asJson(only(MastioInstance.class, "MastioInstance"));
            ObjectNode instance = (ObjectNode) new ObjectMapper().readTree(declared);
            instance.withArray("/spec/pod/env").addObject().put("name", setting).put("value", value);
            return plan(Serialization.unmarshal(instance.toString(), MastioInstance.class), OPERATOR_NAMESPACE);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InstancePlan plan(MastioInstance instance, Optional<String> operatorNamespace) {
        MastioHardwareClass hardware = only(MastioHardwareClass.class, "MastioHardwareClass");
        ReplicaCapacity capacity = Capacity.of(
                hardware.getMetadata().getName(),
                hardware.getSpec(),
                instance.getSpec().workload());
        OptionalInt replicas = OptionalInt.of(instance.getSpec().replicas());
        InstancePlan plan = new InstancePlan(
                instance.getMetadata().getName(),
                instance.getMetadata().getNamespace(),
                instance.getMetadata().getUid(),
                instance.getSpec(),
                capacity,
                IMAGES,
                replicas,
                Map.of(),
                false,
                operatorNamespace,
                instance.getSpec().pki().secretName() == null
                        && instance.getSpec().edge() == null,
                false);
        InstancePlan settled =
                plan.withOwnCa(OwnCaRule.applies(plan.spec(), holds(plan.names().tls()), plan.ownOrgRoot()));
        return settled.withSecrets(secrets(settled));
    }

    private boolean holds(String secret) {
        return documents(Secret.class, "Secret").stream()
                .anyMatch(found -> found.getMetadata().getName().equals(secret));
    }

    private Map<String, SecretFacts> secrets(InstancePlan plan) {
        Map<String, SecretFacts> facts = new HashMap<>();
        for (Secret given : documents(Secret.class, "Secret")) {
            facts.put(given.getMetadata().getName(), SecretFacts.of(given));
        }
        ownSecrets(plan).forEach(own -> facts.put(own.getMetadata().getName(), SecretFacts.of(own)));
        return facts;
    }

    private static List<Secret> ownSecrets(InstancePlan plan) {
        List<Secret> secrets = new ArrayList<>();
        if (plan.ownCa()) secrets.add(DesiredTlsSecret.of(plan, PKI));
        if (plan.ownOrgRoot()) secrets.add(DesiredOrgRootSecret.of(plan, ORG_ROOT));
        secrets.add(DesiredProxySecret.of(plan, SECRETS));
        secrets.add(DesiredSoakKeySecret.of(plan, SOAK_KEY));
        return secrets;
    }

    /** Everything that the folder's instance shall have under the plan. */
    List<HasMetadata> objects(InstancePlan plan) {
        List<HasMetadata> objects = new ArrayList<>(ownSecrets(plan));
        objects.add(DesiredServiceAccount.of(plan));
        objects.add(DesiredConfigMap.of(plan));
        DesiredVolumeClaim.of(plan).ifPresent(objects::add);
        objects.add(DesiredDeployment.of(plan));
        objects.add(DesiredService.of(plan));
        DesiredPodDisruptionBudget.of(plan).ifPresent(objects::add);
        DesiredNetworkPolicy.of(plan).ifPresent(objects::add);
        DesiredSoakCronJob.of(plan).ifPresent(cronJob -> {
            objects.add(cronJob);
            objects.add(DesiredSoakServiceAccount.of(plan));
            objects.add(DesiredSoakRole.of(plan));
            objects.add(DesiredSoakRoleBinding.of(plan));
            objects.add(DesiredReportConfigMap.of(plan));
        });
        token().flatMap(token -> DesiredSoakJob.of(plan, token)).ifPresent(objects::add);
        return objects;
    }

    private Optional<RunToken> token() {
        Map<String, String> annotations =
                only(MastioInstance.class, "MastioInstance").getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : RunToken.of(annotations.get(Api.RUN_SOAK));
    }

    private <T> T only(Class<T> type, String kind) {
        List<T> found = documents(type, kind);
        if (found.size() != 1) throw new IllegalStateException(folder + "/in.yaml has " + found.size() + " " + kind);
        return found.getFirst();
    }

    private <T> List<T> documents(Class<T> type, String kind) {
        Function<String, T> parse = text -> Serialization.unmarshal(text, type);
        return Pattern.compile("^---$", Pattern.MULTILINE)
                .splitAsStream(read(folder.resolve("in.yaml")))
                .filter(text -> text.contains("\nkind: " + kind + "\n"))
                .map(parse)
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
