package dev.mastio.operator.instance.rollout;

import dev.mastio.operator.instance.rollout.ClassWave.Member;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks {@link ClassWave} on behalf of instances that are reconciled side by side. What counts is what the Deployments say, so a
 * restart forgets nothing; only permissions that no Deployment shows yet are remembered here.
 */
public final class ClassQueue {

    private final int atOnce;
    private final Map<ResourceID, Long> granted = new HashMap<>();

    public ClassQueue(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Asks for permission to follow a generation of a class. Once given, it holds until the Deployment shows it.
     *
     * @param others the other instances of the class
     * @param deployed what the Deployment of an instance says now
     */
    public synchronized boolean ask(
            ResourceID instance,
            Collection<ResourceID> others,
            long generation,
            Function<ResourceID, Member> deployed) {
        Long before = granted.get(instance);
        if (before != null && before == generation) return true;
        boolean free = ClassWave.mayRoll(
                others.stream().map(other -> seen(other, deployed)).toList(), generation, atOnce);
        if (free) granted.put(instance, generation);
        return free;
    }

    /** The instance's Deployment follows its class again, or the instance is gone. */
    public synchronized void forget(ResourceID instance) {
        granted.remove(instance);
    }

    private Member seen(ResourceID other, Function<ResourceID, Member> deployed) {
        Member member = deployed.apply(other);
        Long permitted = granted.get(other);
        return permitted == null || member.generation() >= permitted ? member : new Member(permitted, false);
    }
}
