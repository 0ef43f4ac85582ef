package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many replicas each version of a Deployment asks for: what is wrong for a moment only is wrong. */
final class SeenReplicas implements Watcher<Deployment>, AutoCloseable {

    private final Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    private final Watch watch;
    private volatile @Nullable WatcherException cut;

    SeenReplicas(Resource<Deployment> deployment) {
        watch = deployment.watch(this);
    }

    /** All that were seen so far; fails if some may have been missed. */
    Set<Integer> numbers() {
        if (cut != null) throw new AssertionError("versions may have been missed", cut);
        return Set.copyOf(numbers);
    }

    @Override
    public void eventReceived(Action action, Deployment version) {
        // A bookmark tells a version's number only.
        if (action != Action.BOOKMARK) numbers.add(version.getSpec().getReplicas());
    }

    @Override
    public void onClose(WatcherException reason) {
        // Thrown here it would end a thread that nobody looks at.
        cut = reason;
    }

    @Override
    public void close() {
        watch.close();
    }
}
