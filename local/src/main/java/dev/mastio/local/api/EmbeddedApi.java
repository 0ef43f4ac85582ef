package dev.mastio.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.http.ApiServer;
import dev.mastio.local.api.http.Documents;
import dev.mastio.local.api.http.PodRequests;
import dev.mastio.local.api.http.Resources;
import dev.mastio.local.api.http.WatchStream;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.kinds.Kinds;
import dev.mastio.local.api.logs.PodLogs;
import dev.mastio.local.api.objects.Admission;
import dev.mastio.local.api.objects.Deletion;
import dev.mastio.local.api.objects.GarbageCollector;
import dev.mastio.local.api.objects.Listing;
import dev.mastio.local.api.objects.ServiceAddresses;
import dev.mastio.local.api.objects.WriteOptions;
import dev.mastio.local.api.objects.Writes;
import dev.mastio.local.api.store.Change;
import dev.mastio.local.api.store.Key;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A running embedded Kubernetes API. */
public final class EmbeddedApi implements AutoCloseable {
    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final AtomicReference<@Nullable PodLogs> podLogs = new AtomicReference<>();
    private final Credentials credentials;
    private final Store store;
    private final GarbageCollector garbageCollector;
    private final ApiServer server;
    private final String url;

    private EmbeddedApi(ApiConfig config, Store store, Credentials credentials) {
        this.store = store;
        this.credentials = credentials;
        Kinds kinds = new Kinds();
        store.list(DEFINITIONS, "").forEach(kinds::define);
        store.listen(change -> serveDefinition(change, kinds));
        Writes writes = new Writes(store, new Admission(new ServiceAddresses(store, config.serviceRange())));
        Deletion deletion = new Deletion(store);
        garbageCollector = new GarbageCollector(store, kinds, deletion);
        createNamespaces(kinds.require("/api/v1", "namespaces"), writes);
        server = new ApiServer(
                new InetSocketAddress(config.address(), config.port()),
                credentials.tls(),
                credentials.token(),
                new Documents(kinds),
                new Resources(
                        kinds,
                        writes,
                        deletion,
                        new Listing(store),
                        new WatchStream(store, config.bookmarkEvery()),
                        new PodRequests(writes, podLogs::get)));
        url = "https://" + config.address() + ":" + server.port();
    }

    public static EmbeddedApi start(ApiConfig config) throws IOException {
        Path directory = config.dataDirectory().orElse(null);
        if (directory == null) return new EmbeddedApi(config, Store.inMemory(), Credentials.make(config.address()));
        Store store = Store.in(directory);
        try {
            return new EmbeddedApi(config, store, Credentials.keptIn(directory, config.address()));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void serveDefinition(Change change, Kinds kinds) {
        if (!change.key().storage().equals(DEFINITIONS)) return;
        if (change.type() == Change.Type.DELETED) kinds.forget(change.object());
        else kinds.define(change.object());
    }

    private void createNamespaces(Kind namespaces, Writes writes) {
        for (String name : NAMESPACES) {
            if (store.get(new Key(namespaces.storage(), "", name)) != null) continue;
            ObjectNode namespace = Json.object("v1", "Namespace");
            namespace.putObject("metadata").put("name", name);
            writes.create(namespaces, "", namespace, WriteOptions.internal());
        }
    }

    public String url() {
        return url;
    }

    /** The certificate that clients must trust, in PEM. */
    public String caCertificate() {
        return credentials.certificatePem();
    }

    /** The bearer token that opens everything; never to be logged. */
    public String token() {
        return credentials.token();
    }

    /** A kubeconfig for this API, as text. */
    public String kubeconfig() {
        return Kubeconfig.of(url, caCertificate(), token());
    }

    public void writeKubeconfig(Path file) throws IOException {
        SecretFile.write(file, kubeconfig().getBytes(StandardCharsets.UTF_8));
    }

    /** Tells where the logs of pods come from from now on. */
    public void serveLogs(PodLogs source) {
        podLogs.set(source);
    }

    @Override
    public void close() {
        server.close();
        garbageCollector.close();
        store.close();
    }
}
