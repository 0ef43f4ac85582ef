package dev.mastio.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.SdkReplay.Exchange;
import dev.mastio.proxy.SdkTrace.Recorded;
import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a proxy of organisation "acme" answered to all that is on record, in its order, from its agent alice. */
record ReplayedTrace(TestAgent alice, List<Exchange> exchanges) {

    static ReplayedTrace of(Path directory) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.SQLITE, directory);
                RunningProxy proxy = RunningProxy.start(
                        directory, Map.of("MCP_PROXY_DATABASE_URL", database.url(), "MCP_PROXY_ORG_ID", "acme"))) {
            // The proxy founds the organisation, because it alone is told its name.
            try (HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1)) {
                proxy.awaitReady(client);
            }
            Enrolling enrolling = new Enrolling(database.open());
            TestAgent alice = enrolling.agent("alice");
            enrolling.agent("bob");
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(Clients.showing(alice.keyManagers()))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()) {
                // The recorded login has a nonce in its proof, which the paths of the login do not offer.
                String nonce = RunningProxy.send(client, proxy.data("/nothing"))
                        .headers()
                        .firstValue("DPoP-Nonce")
                        .orElseThrow();
                SdkReplay replay = new SdkReplay(proxy, client, alice, nonce);
                List<Exchange> exchanges = new ArrayList<>();
                for (Recorded recorded : SdkTrace.requests()) {
                    exchanges.add(replay.send(recorded));
                }
                return new ReplayedTrace(alice, exchanges);
            }
        }
    }

    /** Of the first answer to that. */
    JsonNode body(String route) throws Exception {
        for (Exchange exchange : exchanges) {
            if (exchange.recorded().route().equals(route)) {
                return Json.read(exchange.answer().body());
            }
        }
        throw new AssertionError(route);
    }
}
