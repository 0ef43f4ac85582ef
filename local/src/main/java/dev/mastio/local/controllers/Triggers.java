package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirror;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;

/** Which changes wake which reconciliation. */
final class Triggers {

    private Triggers() {}

    static <T extends HasMetadata> void onOwned(Mirror<T> children, String ownerKind, Loop loop) {
        children.onChange((old, now) -> {
            T child = now == null ? old : now;
            OwnerReference owner = child == null ? null : PodFacts.controller(child);
            if (child != null && owner != null && ownerKind.equals(owner.getKind())) {
                loop.add(Key.of(child.getMetadata().getNamespace(), owner.getName()));
            }
        });
    }

    static <T extends HasMetadata> void onEach(Mirror<T> objects, Loop loop) {
        objects.onChange((old, now) -> {
            T object = now == null ? old : now;
            if (object != null) {
                loop.add(Key.of(object));
            }
        });
    }
}
