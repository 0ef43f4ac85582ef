package dev.mastio.suite.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.suite.conformance.pair.Action;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    private static Call only(String call) throws IOException {
        String file = """
            title: t
            paths: {cm: '/cm/${ns}'}
            given: {map: {kind: ConfigMap, data: {a: b, c: d}}}
            calls:
            - %s
            """.formatted(call);
        return Scenario.read("s", Trees.yaml(file), Path.of("..")).calls().getFirst();
    }

    @Test
    void readsARequestWithChangesOfWhatIsGiven() throws IOException {
        Call call = only(
                "{name: n, PATCH: '${cm}/a', as: merge, of: map, with: {data: {a: null, e: f}}, keep: {v: /body/v}}");

        assertThat(call.id()).isEqualTo("s/n");
        assertThat(call.keeps()).containsEntry("v", "/body/v");
        assertThat(call.action())
                .isEqualTo(new Action.Request(
                        "PATCH",
                        "/cm/${ns}/a",
                        "application/merge-patch+json",
                        "application/json",
                        Trees.yaml("{kind: ConfigMap, data: {c: d, e: f}}")));
    }

    @Test
    void readsACommand() throws IOException {
        assertThat(only("{name: n, kubectl: 'get -n ${ns} cm', text: hello}").action())
                .isEqualTo(new Action.Command(List.of("get", "-n", "${ns}", "cm"), "hello"));
    }

    @Test
    void sendsNoContentTypeWithoutBody() throws IOException {
        assertThat(only("{name: n, GET: /x, accept: Table}").action())
                .isEqualTo(new Action.Request(
                        "GET", "/x", "", "application/json;as=Table;v=v1;g=meta.k8s.io", Trees.yaml("''")));
    }
}
