package dev.mastio.local.node;

import dev.mastio.local.files.FileTree;
import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.net.ServiceAddresses;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of Services, in place of a DNS server: a hosts file for each namespace that has pods. A JVM that is pointed
 * to such a file looks nowhere else, hence the machine's own entries are in it too.
 */
final class HostsFiles implements AutoCloseable {

    private static final Path OF_MACHINE = Path.of("/etc/hosts");

    private final Path directory;
    private final Mirrors mirrors;
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final Loop loop = new Loop("hosts", 1, this::reconcile);

    HostsFiles(Path directory, Mirrors mirrors) {
        this.directory = directory;
        this.mirrors = mirrors;
        mirrors.services().onChange((old, now) -> rewriteAll());
        mirrors.slices().onChange((old, now) -> {
            if (isHeadless(Objects.requireNonNull(now == null ? old : now))) {
                rewriteAll();
            }
        });
    }

    private boolean isHeadless(EndpointSlice slice) {
        return slice.getMetadata().getOwnerReferences().stream()
                .map(owner -> mirrors.services().get(Key.of(slice.getMetadata().getNamespace(), owner.getName())))
                .anyMatch(service ->
                        service != null && ServiceAddresses.address(service).isEmpty());
    }

    private void rewriteAll() {
        namespaces.forEach(namespace -> loop.add(new Key("", namespace)));
    }

    /** The file for pods of a namespace; it is there when this returns. */
    Path file(String namespace) {
        Path file = directory.resolve(namespace);
        // A full disk may have refused it before.
        if (namespaces.add(namespace) || !Files.isRegularFile(file)) {
            write(namespace);
        }
        return file;
    }

    private Optional<Duration> reconcile(Key key) {
        write(key.name());
        return Optional.empty();
    }

    private void write(String namespace) {
        String text = Stream.of(
                        Stream.of("127.0.0.1 localhost " + Machine.hostName()),
                        ofMachine(),
                        mirrors.services().list().stream().flatMap(service -> lines(service, namespace)))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            Files.createDirectories(directory);
            FileTree.replace(directory.resolve(namespace), text.getBytes(StandardCharsets.UTF_8), 0644);
        } catch (IOException e) {
            throw new UncheckedIOException("the hosts file of namespace " + namespace + " cannot be written", e);
        }
    }

    private static Stream<String> ofMachine() {
        try {
            return Files.readAllLines(OF_MACHINE).stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            return Stream.of();
        }
    }

    private Stream<String> lines(Service service, String reader) {
        String name = service.getMetadata().getName();
        String namespace = service.getMetadata().getNamespace();
        String full = name + "." + namespace;
        List<String> names = Stream.of(full + ".svc.cluster.local", full + ".svc", full, name)
                .filter(candidate -> !candidate.equals(name) || namespace.equals(reader))
                .toList();
        return addresses(service).map(address -> address + " " + String.join(" ", names));
    }

    private Stream<String> addresses(Service service) {
        Optional<String> own = ServiceAddresses.address(service);
        return own.isPresent()
                ? own.stream()
                : mirrors.slices().ownedBy(service.getMetadata().getUid()).stream()
                        .flatMap(slice -> slice.getEndpoints().stream())
                        .filter(endpoint ->
                                Boolean.TRUE.equals(endpoint.getConditions().getReady()))
                        .flatMap(endpoint -> endpoint.getAddresses().stream());
    }

    @Override
    public void close() {
        loop.close();
    }
}
