package dev.mastio.proxy.ops;

import java.util.concurrent.atomic.LongAdder;

/**
 * What happened at the data listener. Plain adders, because every request passes here several times; {@link
 * RequestMetricsCollector} turns them into Prometheus metrics when somebody looks.
 */
public class RequestMetrics {

    private final ForEach<Traffic, LongAdder> arrivals = new ForEach<>(Traffic.class, LongAdder::new);
    private final ForEach<Family, ForEach<Traffic, Series>> series =
            new ForEach<>(Family.class, () -> new ForEach<>(Traffic.class, Series::new));
    private final ForEach<ShedReason, ForEach<Traffic, LongAdder>> shed =
            new ForEach<>(ShedReason.class, () -> new ForEach<>(Traffic.class, LongAdder::new));
    private final LongAdder connections = new LongAdder();
    private final LongAdder upstreamConnections = new LongAdder();
    private final LongAdder upstreamConnectionsOpened = new LongAdder();

    /** A request has arrived, whatever becomes of it. */
    public void arrived(Traffic traffic) {
        arrivals.get(traffic).increment();
    }

    /** A request is refused to protect the rest. */
    public void shed(Traffic traffic, ShedReason reason) {
        shed.get(reason).get(traffic).increment();
    }

    /** The last byte of an answer is out. */
    public void answered(Family family, Traffic traffic, Outcome outcome, long nanos) {
        Series answered = series(family, traffic);
        answered.outcomes.get(outcome).increment();
        answered.durations.record(nanos);
    }

    /** A client has connected. */
    public void connected() {
        connections.increment();
    }

    /** A client connection is gone. */
    public void disconnected() {
        connections.decrement();
    }

    /** There is one connection more to the server behind this edge. */
    public void upstreamConnected() {
        upstreamConnections.increment();
        upstreamConnectionsOpened.increment();
    }

    /** A connection to the server behind this edge is gone. */
    public void upstreamDisconnected() {
        upstreamConnections.decrement();
    }

    long arrivals(Traffic traffic) {
        return arrivals.get(traffic).sum();
    }

    long shedSoFar(Traffic traffic, ShedReason reason) {
        return shed.get(reason).get(traffic).sum();
    }

    long connections() {
        return connections.sum();
    }

    long upstreamConnections() {
        return upstreamConnections.sum();
    }

    long upstreamConnectionsOpened() {
        return upstreamConnectionsOpened.sum();
    }

    long answers(Family family, Traffic traffic, Outcome outcome) {
        return series(family, traffic).outcomes.get(outcome).sum();
    }

    LatencyHistogram durations(Family family, Traffic traffic) {
        return series(family, traffic).durations;
    }

    private Series series(Family family, Traffic traffic) {
        return series.get(family).get(traffic);
    }

    private static final class Series {
        private final ForEach<Outcome, LongAdder> outcomes = new ForEach<>(Outcome.class, LongAdder::new);
        private final LatencyHistogram durations = new LatencyHistogram();
    }
}
