package dev.mastio.proxy.edge;

import dev.mastio.proxy.ops.Family;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * How many requests are under way in each family of routes. Each has its own bound, so that those who wait for a language model
 * leave room for those who want a token.
 */
final class Crowd {

    private final Map<Family, Semaphore> rooms = new EnumMap<>(Family.class);

    Crowd(int perFamily) {
        for (Family family : Family.values()) {
            rooms.put(family, new Semaphore(perFamily));
        }
    }

    /** True if there is room; then it must leave later. */
    boolean enter(Family family) {
        return room(family).tryAcquire();
    }

    void leave(Family family) {
        room(family).release();
    }

    private Semaphore room(Family family) {
        Semaphore room = rooms.get(family);
        if (room == null) {
            throw new IllegalArgumentException("there is no family " + family);
        }
        return room;
    }
}
