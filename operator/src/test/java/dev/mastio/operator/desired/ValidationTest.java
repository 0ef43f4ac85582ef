package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.FieldProblem;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            replicas: 2                                                          | spec.replicas                                | 2: storage.type sqlite allows one replica
            autoscaling: {min: 2, max: 1}                                        | spec.autoscaling.min                         | 2: storage.type sqlite allows one replica
            autoscaling: {max: 3}                                                | spec.autoscaling.max                         | 3: storage.type sqlite allows one replica
            autoscaling: {min: 4, max: 3}                                        | spec.autoscaling.min                         | 4 is above autoscaling.max 3
            autoscaling: {upUtilisationPercent: 50, downUtilisationPercent: 50}  | spec.autoscaling.downUtilisationPercent      | 50 is not below upUtilisationPercent 50
            autoscaling: {upWindowSeconds: 60, downWindowSeconds: 30}            | spec.autoscaling.upWindowSeconds             | 60 exceeds downWindowSeconds 30
            workload: {aiGatewayPercent: 10}                                     | spec.workload.aiGatewayPercent               | 10 is above dpopPercent 0
            workload: {dpopPercent: 101}                                         | spec.workload.dpopPercent                    | 101 is no share
            storage: {type: postgres}                                            | spec.storage.postgres                        | missing
            storage: {postgres: {secretName: db}}                                | spec.storage.postgres                        | storage.type is sqlite
            storage: {type: postgres, postgres: {secretName: My DB}}             | spec.storage.postgres.secretName             | 'My DB' can't be the name of a Secret
            storage: {sqlite: {size: much}}                                      | spec.storage.sqlite.size                     | 'much' is no quantity
            storage: {sqlite: {size: 0}}                                         | spec.storage.sqlite.size                     | 0 holds nothing
            storage: {sqlite: {size: '1e999999999'}}                             | spec.storage.sqlite.size                     | more than Kubernetes can count
            soak: {schedule: 0 3 * * *, history: {failed: 0}}                    | spec.soak.history.failed                     | 0 keeps no run
            pod: {tolerations: [{value: x}]}                                     | spec.pod.tolerations[0].key                  | give the key of the taint
            pod: {tolerations: [{operator: Exists, value: x}]}                   | spec.pod.tolerations[0].value                | use operator Equal
            pod: {tolerations: [{key: a, tolerationSeconds: 5}]}                 | spec.pod.tolerations[0].tolerationSeconds    | needs effect NoExecute
            tls: {secretName: Cert}                                              | spec.tls.secretName                          | 'Cert' can't be
            tls: {dnsNames: [a.example, under_score]}                            | spec.tls.dnsNames[1]                         | 'under_score' is no DNS name
            pki: {secretName: Org_Root}                                          | spec.pki.secretName                          | 'Org_Root' can't be
            pod: {env: [{name: MASTIO_PKI_DIR, value: /pki}]}                    | spec.pod.env[0].name                         | MASTIO_PKI_DIR is set by the operator
            licenseSecretName: a/b                                               | spec.licenseSecretName                       | 'a/b' can't be
            plugins: ["a,b"]                                                     | spec.plugins[0]                              | 'a,b' is no name of a plugin
            plugins: [audit, siem, audit]                                        | spec.plugins[2]                              | 'audit' is given twice: remove one
            image: proxy:1.0                                                     | spec.image                                   | has a tag or a digest
            image: host:5000/proxy@sha256:abc                                    | spec.image                                   | has a tag or a digest
            soak: {schedule: never}                                              | spec.soak.schedule                           | 'never' is no schedule
            soak: {schedule: 0 3 * * *, timeZone: Mars/Base}                     | spec.soak.timeZone                           | 'Mars/Base' is no IANA time zone
            soak: {schedule: 0 3 * * *, timeZone: +02:00}                        | spec.soak.timeZone                           | '+02:00' is no IANA time zone
            soak: {schedule: 0 3 * * *, timeZone: Local}                         | spec.soak.timeZone                           | 'Local' is no IANA time zone
            pod: {env: [{name: MCP_PROXY_HOST, value: x}]}                       | spec.pod.env[0].name                         | MCP_PROXY_HOST is set by the operator
            pod: {env: [{name: MASTIO_REPLICAS, value: "3"}]}                    | spec.pod.env[0].name                         | MASTIO_REPLICAS is set by the operator
            pod: {env: [{name: A, value: x}, {name: A, value: y}]}               | spec.pod.env[1].name                         | A is given twice
            pod: {env: [{name: a-b, value: x}]}                                  | spec.pod.env[0].name                         | 'a-b' is no name of a setting
            pod: {labels: {app.kubernetes.io/name: x}}                           | spec.pod.labels[app.kubernetes.io/name]      | are the operator's
            pod: {annotations: {mastio.dev/checksum: x}}                         | spec.pod.annotations[mastio.dev/checksum]    | are the operator's
            pod: {labels: {team: a b}}                                           | spec.pod.labels[team]                        | 'a b' is no label value
            pod: {annotations: {a b: x}}                                         | spec.pod.annotations[a b]                    | is no key
            edge: {upstream: mastio}                                             | spec.edge.upstream                           | 'mastio' names no version
            edge: {upstream: 'host:5000/mastio'}                                 | spec.edge.upstream                           | names no version
            edge: {upstream: 'mastio@sha256:abc'}                                | spec.edge.upstream                           | names no version
            edge: {upstream: 'mastio:1', port: 9443}                             | spec.edge.port                               | 9443 is the proxy's own
            edge: {upstream: 'mastio:1', port: 9464}                             | spec.edge.port                               | 9464 is the proxy's own
            edge: {upstream: 'mastio:1', secretName: My Vault}                   | spec.edge.secretName                         | 'My Vault' can't be
            edge: {upstream: 'mastio:1', settings: [{name: HOME, value: /}]}     | spec.edge.settings[0].name                   | HOME is set by the operator
            edge: {upstream: 'mastio:1', settings: [{name: A, value: x}, {name: A, value: y}]} | spec.edge.settings[1].name     | A is given twice
            pod: {env: [{name: MASTIO_EDGE_UPSTREAM, value: x}]}                 | spec.pod.env[0].name                         | MASTIO_EDGE_UPSTREAM is set by the operator
            pod: {nodeSelector: {disk: -ssd}}                                    | spec.pod.nodeSelector[disk]                  | '-ssd' is no label value
            """)
    void whatCannotWorkIsNamedWithItsFieldAndItsValue(String yaml, String path, String message) {
        boolean needsPostgres = path.equals("spec.autoscaling.min") && message.contains("above");
        String storage = needsPostgres ? "\nstorage: {type: postgres, postgres: {secretName: db}}" : "";

        List<FieldProblem> problems = problems("demo", "hardwareClass: c\n" + yaml + storage);

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void pluginsAreRefusedWhereAnotherServerAnswers() {
        assertThat(problems("demo", "hardwareClass: c\nedge: {upstream: 'mastio:1'}\nplugins: [audit]"))
                .extracting(FieldProblem::path)
                .containsExactly("spec.plugins");
    }

    @Test
    void anOrgRootIsRefusedWhereAnotherServerMakesItsOwn() {
        assertThat(problems("demo", "hardwareClass: c\nedge: {upstream: 'mastio:1'}\npki: {secretName: root}"))
                .extracting(FieldProblem::path)
                .containsExactly("spec.pki.secretName");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9lives", "Demo", "a-", "a.b", "a-name-that-is-one-letter-longer-than-forty", ""})
    void aNameThatCannotBecomeAServiceIsRefused(String name) {
        assertThat(problems(name, "hardwareClass: c"))
                .extracting(FieldProblem::path)
                .containsExactly("metadata.name");
    }

    @Test
    void theSmallestInstanceIsFine() {
        assertThat(problems("demo", "hardwareClass: c")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: host:5000/team/proxy",
                "tls: {dnsNames: ['*.example.com', Mastio.Example.COM]}",
                "soak: {schedule: 0 3 * * *, timeZone: America/Argentina/Buenos_Aires}",
                "pod: {labels: {example.com/team: ''}}",
                "edge: {upstream: 'host:5000/team/mastio:1.0'}",
                "storage: {type: postgres, postgres: {secretName: db}}\nreplicas: 3\nautoscaling: {min: 7}",
            })
    void whatWorksIsLeftAlone(String yaml) {
        assertThat(problems("demo", "hardwareClass: c\n" + yaml)).isEmpty();
    }

    static List<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioIsValid(Scenario scenario) {
        InstancePlan plan = scenario.plan();

        assertThat(Validation.of(plan.name(), plan.spec(), schedule -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void everythingIsToldAtOnce() {
        assertThat(problems("Demo", "hardwareClass: c\nreplicas: 2\nsoak: {schedule: never, timeZone: x}"))
                .extracting(FieldProblem::path)
                .containsExactlyInAnyOrder(
                        "metadata.name", "spec.replicas", "spec.soak.schedule", "spec.soak.timeZone");
    }

    private static List<FieldProblem> problems(String name, String yaml) {
        MastioInstanceSpec spec = Serialization.unmarshal(yaml, MastioInstanceSpec.class);
        return Validation.of(
                name,
                spec,
                schedule -> schedule.equals("never") ? Optional.of("'never' is no schedule") : Optional.empty());
    }
}
