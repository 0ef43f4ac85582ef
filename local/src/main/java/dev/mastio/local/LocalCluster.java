package dev.mastio.local;

import dev.mastio.local.api.ApiConfig;
import dev.mastio.local.api.EmbeddedApi;
import dev.mastio.local.controllers.Controllers;
import dev.mastio.local.files.FileTree;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import dev.mastio.local.net.AddressBlock;
import dev.mastio.local.net.ServiceAddresses;
import dev.mastio.local.node.ApiAccess;
import dev.mastio.local.node.Node;
import dev.mastio.local.node.NodeLogs;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A whole cluster in this JVM: API, controllers, Service addresses and node. Closing it leaves no process behind. */
public final class LocalCluster implements AutoCloseable {

    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final EmbeddedApi api;
    private final KubernetesClient client;

    /** Starts a cluster; it is ready when this returns. */
    public static LocalCluster start(ClusterOptions options) {
        return new LocalCluster(options);
    }

    private LocalCluster(ClusterOptions options) {
        try {
            Path data = data(options);
            AddressBlock addresses = claim(options, data);
            closing.push(addresses::close);
            ApiConfig config = ApiConfig.defaults().withPort(options.port()).withServiceRange(addresses.serviceRange());
            api = EmbeddedApi.start(
                    options.data().isPresent() ? config.withDataDirectory(data.resolve("objects")) : config);
            closing.push(api::close);
            client = newClient();
            closing.push(client::close);
            Mirrors mirrors = Mirrors.open(client);
            closing.push(mirrors::close);
            Clock clock = Clock.systemUTC();
            Controllers controllers =
                    new Controllers(client, mirrors, data.resolve("volumes"), api.caCertificate(), clock);
            closing.push(controllers::close);
            Recorder events = new Recorder(client, "mastio-local-services");
            closing.push(events::close);
            ServiceAddresses services = new ServiceAddresses(mirrors, events);
            closing.push(services::close);
            NodeLogs logs = new NodeLogs(Node.pods(data), clock);
            api.serveLogs(logs);
            Node node = new Node(
                    client,
                    mirrors,
                    logs,
                    new Node.Setup(
                            data,
                            options.programs(),
                            new ApiAccess(api.url(), api.token(), api.caCertificate()),
                            addresses,
                            options.hollow(),
                            options.longestBackoff(),
                            clock));
            closing.push(node::close);
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path data(ClusterOptions options) throws IOException {
        if (options.data().isPresent()) {
            return Files.createDirectories(options.data().get().toAbsolutePath());
        }
        Path temporary = Files.createTempDirectory("mastio-cluster-");
        closing.push(() -> delete(temporary));
        return temporary;
    }

    /** Services that outlive a restart keep their addresses, so the cluster must keep its range. */
    private static AddressBlock claim(ClusterOptions options, Path data) throws IOException {
        Path kept = data.resolve("address-range");
        Optional<String> earlier =
                Files.exists(kept) ? Optional.of(Files.readString(kept).strip()) : Optional.empty();
        AddressBlock addresses = options.addressRange()
                .or(() -> earlier)
                .map(AddressBlock::claim)
                .orElseGet(AddressBlock::claimAny);
        Files.writeString(kept, addresses.range());
        return addresses;
    }

    private static void delete(Path directory) {
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory " + directory + " stays behind", e);
        }
    }

    /** A client of the cluster that may do everything; the caller closes it. */
    public KubernetesClient newClient() {
        Config config = Config.fromKubeconfig(api.kubeconfig());
        // The API has no web sockets; trying them first would cost a round trip a watch.
        config.setOnlyHttpWatches(true);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    public String url() {
        return api.url();
    }

    public void writeKubeconfig(Path file) throws IOException {
        api.writeKubeconfig(file);
    }

    /** Ends all processes and then the API, within seconds. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
