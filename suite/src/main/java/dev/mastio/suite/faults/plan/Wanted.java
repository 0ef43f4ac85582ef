package dev.mastio.suite.faults.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An instance as its user has asked for it so far.
 *
 * @param sqlite on a volume of its own, with one replica; else on Postgres
 * @param soaks whether it declares soaks
 * @param kept whether its Secrets and volume outlive it
 * @param auto whether the operator decides about replicas
 * @param told whether its pods tell of a load, as far as the operator needs to know
 * @param replicas that it must have, whoever decided
 * @param tokens each of which has asked for one soak
 * @param touched how often its pods' template was changed
 */
public record Wanted(
        String name,
        boolean sqlite,
        boolean soaks,
        boolean kept,
        boolean auto,
        boolean told,
        int replicas,
        List<String> tokens,
        int touched) {

    public Wanted {
        tokens = List.copyOf(tokens);
    }

    /** As it is made: one replica, and its user decides. */
    public static Wanted fresh(String name, boolean sqlite, boolean soaks, boolean kept) {
        return new Wanted(name, sqlite, soaks, kept, false, false, 1, List.of(), 0);
    }

    Wanted scaledTo(int number) {
        return new Wanted(name, sqlite, soaks, kept, auto, told, number, tokens, touched);
    }

    Wanted followed(boolean byTheOperator) {
        return new Wanted(name, sqlite, soaks, kept, byTheOperator, false, replicas, tokens, touched);
    }

    Wanted surgedTo(int number) {
        return new Wanted(name, sqlite, soaks, kept, auto, true, number, tokens, touched);
    }

    Wanted silenced() {
        return new Wanted(name, sqlite, soaks, kept, auto, false, replicas, tokens, touched);
    }

    Wanted soaked(String token) {
        List<String> more = new ArrayList<>(tokens);
        more.add(token);
        return new Wanted(name, sqlite, soaks, kept, auto, told, replicas, more, touched);
    }

    Wanted touchedAgain() {
        return new Wanted(name, sqlite, soaks, kept, auto, told, replicas, tokens, touched + 1);
    }

    /** Kind and name of all that must be there for it, but for its soaks on demand: no more and no less. */
    public Set<String> objects() {
        Set<String> all = new TreeSet<>(Set.of(
                "Deployment/" + name,
                "Service/" + name,
                "ServiceAccount/" + name,
                "NetworkPolicy/" + name,
                "ConfigMap/" + name + "-config",
                "Secret/" + name + "-soak"));
        all.addAll(keys());
        if (sqlite) all.add("PersistentVolumeClaim/" + name + "-data");
        if (replicas > 1) all.add("PodDisruptionBudget/" + name);
        if (soaks) {
            for (String kind : List.of("CronJob", "ServiceAccount", "Role", "RoleBinding"))
                all.add(kind + "/" + name + "-soak");
            all.add("ConfigMap/" + name + "-soak-report");
        }
        return all;
    }

    /** The same once the instance is gone. */
    public Set<String> remains() {
        if (!kept) return Set.of();
        Set<String> remains = new TreeSet<>(keys());
        if (sqlite) remains.add("PersistentVolumeClaim/" + name + "-data");
        return remains;
    }

    private Set<String> keys() {
        return Set.of("Secret/" + name + "-secrets", "Secret/" + name + "-pki");
    }
}
