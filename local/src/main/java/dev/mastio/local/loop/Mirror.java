package dev.mastio.local.loop;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Deletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All objects of a kind, kept up to date by a watch, and the way to write them. What was written through the mirror is
 * read from it at once, before the watch tells of it: a controller that has just created a pod never creates it twice.
 *
 * <p>Objects read from a mirror are shared: build a new one to change it.
 */
public final class Mirror<T extends HasMetadata> implements AutoCloseable {

    private static final int NOT_FOUND = 404;
    private static final int GRAVES = 2000;

    /** Told of each change: old is null for a new object, new for one that is gone. */
    public interface Listener<T> {
        void changed(@Nullable T old, @Nullable T now);
    }

    private final KubernetesClient client;
    private final SharedIndexInformer<T> informer;
    private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Key, T> objects = new HashMap<>();
    private final Map<String, Map<Key, T>> byOwner = new HashMap<>();
    // Uids of the last objects that went. The answer to a write and the watch race: news from before an object's end
    // that
    // arrives after it must not bring the object back.
    private final Set<String> gone = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > GRAVES;
        }
    });

    Mirror(KubernetesClient client, Class<T> kind) {
        this.client = client;
        informer = client.resources(kind).inAnyNamespace().runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<T>() {
            @Override
            public void onAdd(T object) {
                seen(object);
            }

            @Override
            public void onUpdate(T old, T object) {
                seen(object);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                gone(object);
            }
        });
    }

    /** Opens the watch; completes when all present objects are known. */
    CompletableFuture<Void> start() {
        return informer.start().toCompletableFuture();
    }

    /** Calls the listener with every object there is, then with each change. */
    public void onChange(Listener<T> listener) {
        listeners.add(listener);
        list().forEach(object -> listener.changed(null, object));
    }

    public synchronized @Nullable T get(Key key) {
        return objects.get(key);
    }

    public synchronized List<T> list() {
        return List.copyOf(objects.values());
    }

    public List<T> inNamespace(String namespace) {
        return list().stream()
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .toList();
    }

    /** The objects whose controlling owner has this uid. */
    public synchronized List<T> ownedBy(String uid) {
        return List.copyOf(byOwner.getOrDefault(uid, Map.of()).values());
    }

    public T create(T object) {
        T created = client.resource(object).create();
        seen(created);
        return created;
    }

    /** Replaces the object; fails with a conflict if it was changed since it was read. */
    public T update(T object) {
        return write(object, Resource::update);
    }

    /** Replaces the status if it is news; fails with a conflict if the object was changed since it was read. */
    public T updateStatus(T object) {
        return object.equals(get(Key.of(object))) ? object : write(object, Resource::updateStatus);
    }

    /** Deletes the object, and what it owns in the background; one that is gone already is fine. */
    public void delete(T object) {
        delete(object, client.resource(object));
    }

    /** Deletes without a grace period: the object is gone when this returns. */
    public void deleteNow(T object) {
        delete(object, client.resource(object).withGracePeriod(0));
    }

    private void delete(T object, Deletable deletion) {
        deletion.delete();
        // A pod that was asked to leave stays for its grace period; the caller must see that it is on its way.
        T rest = client.resource(object).get();
        if (rest == null || !uid(rest).equals(uid(object))) {
            gone(object);
        } else {
            seen(rest);
        }
    }

    private T write(T object, Function<Resource<T>, T> operation) {
        try {
            T written = operation.apply(client.resource(object));
            seen(written);
            return written;
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                gone(object);
            }
            throw e;
        }
    }

    private void seen(T object) {
        T old;
        synchronized (this) {
            Key key = Key.of(object);
            old = objects.get(key);
            if (gone.contains(uid(object)) || (old != null && version(old) >= version(object))) {
                return;
            }
            objects.put(key, object);
            owner(object)
                    .ifPresent(uid ->
                            byOwner.computeIfAbsent(uid, any -> new HashMap<>()).put(key, object));
        }
        listeners.forEach(listener -> listener.changed(old, object));
    }

    private void gone(T object) {
        synchronized (this) {
            gone.add(uid(object));
            Key key = Key.of(object);
            T known = objects.get(key);
            if (known == null || !uid(known).equals(uid(object))) {
                return;
            }
            objects.remove(key);
            owner(known)
                    .ifPresent(uid -> byOwner.computeIfPresent(uid, (any, children) -> {
                        children.remove(key);
                        return children.isEmpty() ? null : children;
                    }));
        }
        listeners.forEach(listener -> listener.changed(object, null));
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }

    private static Optional<String> owner(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
