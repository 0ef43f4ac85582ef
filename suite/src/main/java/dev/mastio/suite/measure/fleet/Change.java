package dev.mastio.suite.measure.fleet;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A change of an instance's pods, and whether it has arrived everywhere that it has to. Watches tell it what they see. */
final class Change {

    private static final String ANNOTATION = "example.com/changed";

    private final String value;
    private boolean inDeployment;
    private boolean inStatus;

    /** @param value that the instance has not had yet */
    Change(String value) {
        this.value = value;
    }

    /** As a merge patch. */
    String patch() {
        return "{\"spec\":{\"pod\":{\"annotations\":{\"%s\":\"%s\"}}}}".formatted(ANNOTATION, value);
    }

    synchronized void see(Deployment deployment) {
        if (holds(deployment.getSpec().getTemplate().getMetadata().getAnnotations())) inDeployment = true;
        notifyAll();
    }

    synchronized void see(MastioInstance instance) {
        boolean told = instance.getStatus() != null
                && Objects.equals(
                        instance.getStatus().observedGeneration(),
                        instance.getMetadata().getGeneration());
        if (told && holds(instance.getSpec().pod().annotations())) inStatus = true;
        notifyAll();
    }

    synchronized boolean hasArrived() {
        return inDeployment && inStatus;
    }

    /** Waits for it; false when the time is up. */
    synchronized boolean awaitArrival(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!hasArrived()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    private boolean holds(@Nullable Map<String, String> annotations) {
        return annotations != null && value.equals(annotations.get(ANNOTATION));
    }
}
