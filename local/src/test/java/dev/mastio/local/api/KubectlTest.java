package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = "dev.mastio.local.api.Kubectl#isThere", disabledReason = "there is no kubectl on the PATH")
class KubectlTest {
    private static Running running;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        running = Running.start(ApiConfig.defaults());
        kubectl = running.kubectl();
        kubectl.with(resource("widget-crd.yaml"), "apply", "-f", "-").succeeded();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = KubectlTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String widget(String name, String spec) {
        return "{apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {name: " + name + "}, spec: " + spec + "}";
    }

    @Test
    void appliesAndShowsACustomObject() {
        kubectl.with(widget("shown", "{size: large}"), "apply", "-f", "-").succeeded();

        assertThat(kubectl.run("get", "wd", "shown").succeeded().out())
                .containsPattern("NAME +SIZE +READY +AGE")
                .containsPattern("shown +large +\\d+s");
    }

    @Test
    void saysWhatIsWrongWithAnInvalidObject() {
        String message = kubectl.with(widget("wrong", "{size: huge, replicas: 10}"), "apply", "-f", "-")
                .failed()
                .err();

        assertThat(message)
                .contains("spec.size: Unsupported value: \"huge\": supported values: \"small\", \"large\"")
                .contains("spec.replicas: Invalid value: 10");
    }

    @Test
    void explainsAFieldOfACustomKind() {
        assertThat(kubectl.run("explain", "widget.spec.size").succeeded().out()).contains("How large the widget is.");
    }

    @Test
    void scalesByTheSubresource() {
        kubectl.with(widget("scaled", "{size: small}"), "apply", "-f", "-").succeeded();

        kubectl.run("scale", "widget/scaled", "--replicas=3").succeeded();

        assertThat(kubectl.run("get", "wd", "scaled", "-o", "jsonpath={.spec.replicas}")
                        .out())
                .isEqualTo("3");
    }

    @Test
    void refusesThoseWithoutTheToken() {
        assertThat(kubectl.run("--token=wrong", "get", "pods").failed().err()).contains("Unauthorized");
    }
}
