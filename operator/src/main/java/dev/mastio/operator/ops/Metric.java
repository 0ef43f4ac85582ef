package dev.mastio.operator.ops;

import java.util.List;

/** Every metric of our own; the reference page is made from this list. */
public enum Metric {
    BUILD_INFO("mastio.operator.build.info", "gauge", "Always 1; the labels say what runs.", "version", "java"),
    LEADER("mastio.operator.leader", "gauge", "1 while this process holds the lease, or runs without election."),
    RECONCILES(
            "mastio.operator.reconciles",
            "counter",
            "Finished reconciliations by what they came to: the reason of the condition Ready.",
            "outcome"),
    RECONCILE_SECONDS("mastio.operator.reconcile.duration", "summary", "How long reconciliations took, in seconds."),
    REHEARSED(
            "mastio.operator.passes.rehearsed",
            "counter",
            "Passes that this process went through without writing, before it led."),
    API_WRITES(
            "mastio.operator.api.writes",
            "counter",
            "Requests that change the cluster. Stands still, but for leases, when nothing changes.",
            "method",
            "resource"),
    API_READS(
            "mastio.operator.api.reads",
            "counter",
            "Requests that change nothing: gets, pages of lists, begins of watches.",
            "resource"),
    API_FAILURES(
            "mastio.operator.api.failures",
            "counter",
            "Attempts at requests that were refused or failed, by HTTP status; none: no answer came, and it was tried again. 404 is an answer, 409 of a lease an election; a watch that ends is none of them.",
            "code"),
    EVENTS("mastio.operator.events", "counter", "Events said of instances.", "type", "reason"),
    EVENTS_WAITING(
            "mastio.operator.events.waiting",
            "gauge",
            "Events that the API server has not taken yet; at 1000 further ones are only logged."),
    DECISIONS(
            "mastio.operator.decisions",
            "counter",
            "Decisions of the autoscaler, those that hold included: one each time an instance is looked at.",
            "reason"),
    SCRAPE_FAILURES(
            "mastio.operator.scrape.failures", "counter", "Ready pods whose metrics could not be read.", "reason"),
    SOAK_VERDICTS("mastio.operator.soak.verdicts", "counter", "Soak runs that ended.", "verdict"),
    INSTANCES("mastio.operator.instances", "gauge", "Instances that the operator serves."),
    REPLICAS_CURRENT(
            "mastio.operator.instance.replicas", "gauge", "Replicas an instance has.", "namespace", "instance"),
    REPLICAS_DESIRED(
            "mastio.operator.instance.replicas.desired",
            "gauge",
            "Replicas the autoscaler wants for an instance.",
            "namespace",
            "instance"),
    OBSERVED_RPS(
            "mastio.operator.instance.requests.per.second",
            "gauge",
            "Client requests per second of all replicas, short window.",
            "namespace",
            "instance"),
    FLOOR(
            "mastio.operator.instance.floor",
            "gauge",
            "Requests per second that one replica is held to sustain, for the instance's workload mix.",
            "namespace",
            "instance");

    private final String meter;
    private final String type;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // only ever List.of
    private final List<String> labels;

    Metric(String meter, String type, String description, String... labels) {
        this.meter = meter;
        this.type = type;
        this.description = description;
        this.labels = List.of(labels);
    }

    /** As Micrometer knows it, with dots. */
    public String meter() {
        return meter;
    }

    public String type() {
        return type;
    }

    public String description() {
        return description;
    }

    public List<String> labels() {
        return labels;
    }

    /** As Prometheus sees it. */
    public String exposed() {
        String name = meter.replace('.', '_');
        return switch (type) {
            case "counter" -> name + "_total";
            case "summary" -> name + "_seconds";
            default -> name;
        };
    }
}
