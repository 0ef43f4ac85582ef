package dev.mastio.suite.faults.ground;

import dev.mastio.api.Api;
import dev.mastio.suite.faults.plan.Wanted;
import dev.mastio.suite.hollow.HollowPods;

/** What a user applies. */
final class Manifest {

    private Manifest() {}

    /** @param onHollowNode whether pods must ask for a hollow node, or are hollow by their image */
    static String of(Wanted wanted, String namespace, boolean onHollowNode) {
        return """
                apiVersion: mastio.dev/v1alpha1
                kind: MastioInstance
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  hardwareClass: laptop
                  replicas: %d
                  storage:
                    type: %s
                    onDelete: %s
                  autoscaling:
                    mode: "Off"
                    min: 1
                    max: %d
                    upWindowSeconds: 3
                    downWindowSeconds: 5
                    upPeriodSeconds: 2
                    downPeriodSeconds: 1
                """.formatted(
                                wanted.name(),
                                namespace,
                                wanted.replicas(),
                                wanted.sqlite() ? "sqlite" : "postgres\n    postgres: {secretName: db}",
                                wanted.kept() ? "Retain" : "Delete",
                                wanted.sqlite() ? 1 : 5)
                + (wanted.soaks() ? SOAK : "")
                + (onHollowNode ? ON_HOLLOW_NODE : "");
    }

    /** Its schedule never comes while faults are tried. */
    private static final String SOAK = """
              soak:
                schedule: "0 3 29 2 *"
            """;

    private static final String ON_HOLLOW_NODE = """
              pod:
                nodeSelector: {"%s": "true"}
                tolerations: [{key: "%s", operator: Exists, effect: NoSchedule}]
            """.formatted(HollowPods.MARK, HollowPods.MARK);

    static String token(String token) {
        return "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(Api.RUN_SOAK, token);
    }
}
