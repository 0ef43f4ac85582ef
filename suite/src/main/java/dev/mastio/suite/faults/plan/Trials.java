package dev.mastio.suite.faults.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Draws what is done to three instances, and when the operator is killed. The same seed draws the same.
 *
 * <p>{@code alpha} has soaks, keeps its keys and, where volumes can be had, one; {@code beta} is the one whose replicas follow a load;
 * {@code gamma} has soaks and any number of replicas.
 */
public final class Trials {

    /** The instance whose pods tell of a load. */
    public static final String FOLLOWER = "beta";

    private static final int MOST_REPLICAS = 5;
    /** A pass over a new instance takes about a second. */
    private static final int KILLED_WITHIN_MILLIS = 1500;
    /** A soak is a Job, its pod, its end and a verdict, some seconds later each. */
    private static final int SOAK_KILLED_WITHIN_MILLIS = 8000;
    /** The operator takes some seconds to start, and then looks at everything: it is killed in the middle of both. */
    private static final int KILLED_AGAIN_WITHIN_MILLIS = 10_000;

    private final Random random;
    private final Set<Deed> amid;
    private final List<Wanted> shapes;
    private final Map<String, Wanted> present = new TreeMap<>();
    private int tokens;

    private Trials(long seed, Set<Deed> amid, boolean volumes) {
        random = new Random(seed);
        this.amid = amid;
        shapes = List.of(
                Wanted.fresh("alpha", volumes, true, true),
                Wanted.fresh(FOLLOWER, false, false, false),
                Wanted.fresh("gamma", false, true, true));
    }

    /**
     * Deeds with one or two kills each, but for some silences; at the end all instances are deleted without one.
     *
     * @param kills in all of them together
     * @param amid which deeds: the others are done without a kill
     * @param volumes whether the cluster gives hollow pods volumes
     */
    public static List<Trial> withKills(long seed, int kills, Set<Deed> amid, boolean volumes) {
        Trials trials = new Trials(seed, amid, volumes);
        List<Trial> all = new ArrayList<>();
        int left = kills;
        while (left > 0) {
            Trial trial = trials.next(left > 1 && trials.random.nextInt(5) == 0);
            left -= trial.kills();
            all.add(trial);
        }
        return trials.clearedAway(all);
    }

    /** Deeds without kills; at the end all instances are deleted. */
    public static List<Trial> undisturbed(long seed, int count, boolean volumes) {
        Trials trials = new Trials(seed, Set.of(), volumes);
        List<Trial> all = new ArrayList<>();
        while (all.size() < count) all.add(trials.next(false));
        return trials.clearedAway(all);
    }

    /** An instance is made and scaled to and fro. */
    public static List<Trial> scaling(String name, int times) {
        Wanted wanted = Wanted.fresh(name, false, false, false);
        List<Trial> all = new ArrayList<>(List.of(made(wanted)));
        for (int time = 0; time < times; time++) {
            Wanted before = wanted;
            wanted = before.scaledTo(time % 2 == 0 ? 2 : 1);
            all.add(quietly(Deed.SCALE, wanted, before.replicas()));
        }
        all.add(deleted(wanted));
        return all;
    }

    /** An instance asks for a soak, and the operator is disturbed so long after that. */
    public static Trial soaking(Wanted before, String token, Duration moment) {
        return new Trial(Deed.SOAK, before.soaked(token), before.replicas(), Optional.of(moment), Optional.empty());
    }

    /** The pods' template of an instance changes. */
    public static Trial touching(Wanted before) {
        return quietly(Deed.TOUCH, before.touchedAgain(), before.replicas());
    }

    /** {@link #FOLLOWER} is made, and has more replicas for its load. */
    public static List<Trial> following() {
        Wanted made = Wanted.fresh(FOLLOWER, false, false, false);
        Wanted follows = made.followed(true);
        return List.of(
                made(made),
                quietly(Deed.FOLLOW, follows, made.replicas()),
                quietly(Deed.SURGE, surged(), made.replicas()));
    }

    /** The same, and its load is not told of any more; nobody is killed. */
    public static List<Trial> silence() {
        List<Trial> all = new ArrayList<>(following());
        all.add(silenced());
        all.add(deleted(silenced().wanted()));
        return all;
    }

    /** After {@link #following()}, and a silence: the same load is told of again. */
    public static Trial toldAgain() {
        return quietly(Deed.SURGE, surged(), surged().replicas());
    }

    /** What is done while nobody can be told of it: {@link #FOLLOWER} falls silent, and another one is scaled and soaked. */
    public static List<Trial> atOnce(Wanted made, String token) {
        Wanted both = made.scaledTo(3).soaked(token);
        return List.of(
                silenced(), quietly(Deed.SCALE, both, made.replicas()), quietly(Deed.SOAK, both, made.replicas()));
    }

    /** An instance is made, without a kill. */
    public static Trial made(Wanted wanted) {
        return quietly(Deed.CREATE, wanted, 0);
    }

    /** An instance is deleted, without a kill. */
    public static Trial deleted(Wanted wanted) {
        return quietly(Deed.DELETE, wanted, wanted.replicas());
    }

    private static Trial quietly(Deed deed, Wanted wanted, int before) {
        return new Trial(deed, wanted, before, Optional.empty(), Optional.empty());
    }

    private static Trial silenced() {
        return quietly(Deed.SILENCE, surged().silenced(), surged().replicas());
    }

    private static Wanted surged() {
        return Wanted.fresh(FOLLOWER, false, false, false).followed(true).surgedTo(3);
    }

    private List<Trial> clearedAway(List<Trial> all) {
        present.values().forEach(left -> all.add(deleted(left)));
        return all;
    }

    private Trial next(boolean again) {
        Wanted shape = shapes.get(random.nextInt(shapes.size()));
        Wanted before = present.get(shape.name());
        Deed deed = before == null ? Deed.CREATE : one(deeds(before));
        Wanted after = before == null ? shape : done(deed, before);
        if (deed == Deed.DELETE) present.remove(after.name());
        else present.put(after.name(), after);
        // Whoever is killed starts with nothing to forget: that what was known grows stale only shows without a kill.
        boolean kills = amid.contains(deed) && (deed != Deed.SILENCE || random.nextInt(4) > 0);
        return new Trial(
                deed,
                after,
                before == null ? 0 : before.replicas(),
                kills ? Optional.of(moment(deed)) : Optional.empty(),
                kills && again ? Optional.of(anyTime(KILLED_AGAIN_WITHIN_MILLIS)) : Optional.empty());
    }

    /** Those that make sense for it; what stands there twice is drawn twice as often. */
    private static List<Deed> deeds(Wanted instance) {
        List<Deed> deeds = new ArrayList<>(List.of(Deed.TOUCH, Deed.DELETE));
        if (instance.soaks()) deeds.addAll(List.of(Deed.SOAK, Deed.SOAK, Deed.SOAK));
        if (instance.auto()) {
            deeds.add(Deed.LEAVE);
            // Else a silence, which needs a load first, would hardly ever be drawn.
            if (instance.told()) deeds.addAll(Collections.nCopies(4, Deed.SILENCE));
            if (instance.replicas() < MOST_REPLICAS)
                deeds.addAll(Collections.nCopies(instance.told() ? 1 : 4, Deed.SURGE));
        } else if (!instance.sqlite()) {
            deeds.addAll(List.of(Deed.SCALE, Deed.SCALE, Deed.SCALE));
            if (instance.name().equals(FOLLOWER)) deeds.addAll(List.of(Deed.FOLLOW, Deed.FOLLOW, Deed.FOLLOW));
        }
        return deeds;
    }

    private Wanted done(Deed deed, Wanted before) {
        return switch (deed) {
            case SCALE -> before.scaledTo(another(before.replicas()));
            case SURGE -> before.surgedTo(before.replicas() + 1 + random.nextInt(MOST_REPLICAS - before.replicas()));
            case SOAK -> before.soaked("t" + ++tokens);
            case TOUCH -> before.touchedAgain();
            case FOLLOW -> before.followed(true);
            case LEAVE -> before.followed(false);
            case SILENCE -> before.silenced();
            case CREATE, DELETE -> before;
        };
    }

    private int another(int number) {
        int drawn = 1 + random.nextInt(MOST_REPLICAS - 1);
        return drawn < number ? drawn : drawn + 1;
    }

    private Deed one(List<Deed> deeds) {
        return deeds.get(random.nextInt(deeds.size()));
    }

    /** Early ones more often where it is one pass: most of it is over within half a second. */
    private Duration moment(Deed deed) {
        if (deed == Deed.SOAK) return anyTime(SOAK_KILLED_WITHIN_MILLIS);
        double drawn = random.nextDouble();
        return Duration.ofMillis((long) (drawn * drawn * KILLED_WITHIN_MILLIS));
    }

    private Duration anyTime(int withinMillis) {
        return Duration.ofMillis(random.nextInt(withinMillis));
    }
}
