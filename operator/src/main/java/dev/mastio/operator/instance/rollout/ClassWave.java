package dev.mastio.operator.instance.rollout;

import java.util.Collection;

/**
 * Whether one more instance may take the present edition of its class.
 *
 * <p>Ask only for an instance that runs another edition: one that is new, or whose user has just named another class, waits
 * for nobody.
 */
public final class ClassWave {

    private ClassWave() {}

    /**
     * The rule: while {@code atOnce} others have taken the present edition and are not settled on it, wait. One whose rollout
     * stalls keeps its place for as long as it stalls, so that a class which breaks its instances breaks only these few. Those
     * that were unavailable before have places of their own, so that they hold nobody up who is well.
     *
     * @param others the other instances of the class
     * @param unavailable whether the one that asks has been unavailable for long
     */
    public static boolean mayRoll(Collection<Member> others, String edition, boolean unavailable, int atOnce) {
        return others.stream()
                        .filter(member -> member.edition().equals(edition) && !member.settled())
                        .filter(member -> member.unavailableBefore() == unavailable)
                        .count()
                < atOnce;
    }

    /**
     * An instance of the class.
     *
     * @param edition of the class that its Deployment follows, or has just been allowed to follow
     * @param settled its Deployment has finished rolling, or need not be waited for
     * @param unavailableBefore it had been unavailable for long when it took the edition
     */
    public record Member(String edition, boolean settled, boolean unavailableBefore) {}
}
