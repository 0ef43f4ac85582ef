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
    private final Map<ResourceID, Grant> granted = new HashMap<>();

    public ClassQueue(int atOnce) {
        this.atOnce = atOnce;
    }

    /**
     * Asks for permission to follow an edition of a class. Once given, it holds until the Deployment shows it.
     *
     * @param others the other instances of the class
     * @param unavailable whether the instance has been unavailable for long
     * @param deployed what the Deployment of an instance says now
     */
    public synchronized boolean ask(
            ResourceID instance,
            Collection<ResourceID> others,
            String machine,
            String edition,
            boolean unavailable,
            Function<ResourceID, Member> deployed) {
        Grant present = granted.get(instance);
        if (present != null && present.isFor(machine, edition)) return true;
        boolean free = ClassWave.mayRoll(
                others.stream().map(other -> seen(other, machine, deployed)).toList(), edition, unavailable, atOnce);
        if (free) granted.put(instance, new Grant(machine, edition, unavailable));
        return free;
    }

    /** The instance's Deployment shows what it follows, or the instance is gone. */
    public synchronized void forget(ResourceID instance) {
        granted.remove(instance);
    }

    private Member seen(ResourceID other, String machine, Function<ResourceID, Member> deployed) {
        Member member = deployed.apply(other);
        Grant permitted = granted.get(other);
        if (permitted == null || !permitted.machine().equals(machine)) return member;
        return permitted.edition().equals(member.edition())
                ? member
                : new Member(permitted.edition(), false, permitted.unavailable());
    }

    private record Grant(String machine, String edition, boolean unavailable) {
        boolean isFor(String otherMachine, String otherEdition) {
            return machine.equals(otherMachine) && edition.equals(otherEdition);
        }
    }
}
