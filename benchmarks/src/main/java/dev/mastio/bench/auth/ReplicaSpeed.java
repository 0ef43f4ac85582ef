package dev.mastio.bench.auth;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Agents at each of two replicas of one proxy, which call at one of them or at both. */
public final class ReplicaSpeed {

    private final AuthSpeed one;
    private final AuthSpeed other;

    /** Agents that are enrolled, as many at each. */
    public ReplicaSpeed(AuthSpeed one, AuthSpeed other) {
        this.one = one;
        this.other = other;
    }

    /** Measures one, both, and the other one. */
    public ReplicaRound round(Duration warmUp, Duration length) throws IOException, InterruptedException {
        Measured first = one.calls(warmUp, length);
        Together both = together(warmUp, length);
        Measured second = other.calls(warmUp, length);
        return new ReplicaRound(List.of(first, second), both.legs, both.idle);
    }

    private record Together(List<Measured> legs, double idle) {}

    private Together together(Duration warmUp, Duration length) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Measured> atOne = () -> one.calls(warmUp, length);
            Callable<Measured> atOther = () -> other.calls(warmUp, length);
            Future<Measured> first = threads.submit(atOne);
            Future<Measured> second = threads.submit(atOther);
            Thread.sleep(warmUp);
            MachineTime before = MachineTime.now();
            List<Measured> legs = List.of(first.get(), second.get());
            return new Together(legs, MachineTime.now().idleSince(before));
        } catch (ExecutionException e) {
            throw new IOException("the calls could not be made", e.getCause());
        }
    }
}
