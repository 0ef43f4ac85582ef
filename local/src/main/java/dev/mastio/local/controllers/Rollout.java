package dev.mastio.local.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The next step of a rolling update, computed from the sizes of the ReplicaSets only: first the new set grows as far as
 * the surge allows, then the old ones shrink as far as availability allows.
 *
 * @param desired replicas that the Deployment asks for
 * @param maxSurge how many pods there may be above that
 * @param maxUnavailable how many of them may be missing
 */
record Rollout(int desired, int maxSurge, int maxUnavailable) {

    /** A ReplicaSet: how many pods it is told to have and how many of them are available. */
    record Sized(String name, int replicas, int available) {

        /** Pods of a set that was just told to shrink still count as available for a moment; those to go don't count here. */
        Sized {
            available = Math.min(available, replicas);
        }
    }

    /** An order to give. */
    record Scale(String name, int replicas) {}

    static Rollout of(Deployment deployment) {
        int desired = deployment.getSpec().getReplicas();
        var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        int surge = rolling == null ? 1 : share(rolling.getMaxSurge(), desired, true);
        int unavailable = rolling == null ? 0 : share(rolling.getMaxUnavailable(), desired, false);
        // Neither above nor below would never move; the API server's rule is to give up one then.
        return new Rollout(desired, surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
    }

    private static int share(@Nullable IntOrString value, int total, boolean up) {
        if (value == null) {
            return share(new IntOrString("25%"), total, up);
        }
        Integer number = value.getIntVal();
        if (number != null) {
            return number;
        }
        double part = Integer.parseInt(value.getStrVal().replace("%", "")) * total / 100.0;
        return (int) (up ? Math.ceil(part) : Math.floor(part));
    }

    List<Scale> next(Sized fresh, List<Sized> old) {
        int grown = grow(fresh, old);
        return grown == fresh.replicas() ? shrink(fresh, old) : List.of(new Scale(fresh.name(), grown));
    }

    private int grow(Sized fresh, List<Sized> old) {
        if (fresh.replicas() > desired) {
            return desired;
        }
        int room = desired + maxSurge - fresh.replicas() - total(old);
        return fresh.replicas() + Math.max(0, Math.min(room, desired - fresh.replicas()));
    }

    private List<Scale> shrink(Sized fresh, List<Sized> old) {
        int floor = desired - maxUnavailable;
        int missing = fresh.replicas() - fresh.available();
        int spare = Math.max(0, fresh.replicas() + total(old) - floor - missing);
        // Pods that do not serve go first: they cost nothing.
        List<Sized> rest = new ArrayList<>();
        for (Sized set : old) {
            int broken = Math.min(spare, set.replicas() - set.available());
            spare -= broken;
            rest.add(new Sized(set.name(), set.replicas() - broken, set.available()));
        }
        int available =
                fresh.available() + old.stream().mapToInt(Sized::available).sum();
        int serving = Math.clamp(available - floor, 0, spare);
        List<Scale> orders = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            int cut = Math.min(serving, rest.get(i).replicas());
            serving -= cut;
            if (rest.get(i).replicas() - cut < old.get(i).replicas()) {
                orders.add(new Scale(old.get(i).name(), rest.get(i).replicas() - cut));
            }
        }
        return orders;
    }

    private static int total(List<Sized> sets) {
        return sets.stream().mapToInt(Sized::replicas).sum();
    }
}
