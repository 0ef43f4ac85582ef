package dev.mastio.operator.instance.rollout;

import java.util.Collection;

/**
 * Whether one more instance may take the present generation of its class.
 *
 * <p>Ask only for an instance that runs an older generation: one that is new, or whose user has just named another class, waits
 * for nobody.
 */
public final class ClassWave {

    private ClassWave() {}

    /**
     * The rule: while {@code atOnce} others have taken the present generation and are not settled on it, wait. One whose rollout
     * stalls keeps its place for as long as it stalls, so that a class which breaks its instances breaks only these few.
     *
     * @param others the other instances of the class
     */
    public static boolean mayRoll(Collection<Member> others, long generation, int atOnce) {
        return others.stream()
                        .filter(member -> member.generation() >= generation && !member.settled())
                        .count()
                < atOnce;
    }

    /**
     * An instance of the class.
     *
     * @param generation of the class that its Deployment follows, or has just been allowed to follow
     * @param settled its Deployment has finished rolling
     */
    public record Member(long generation, boolean settled) {}
}
