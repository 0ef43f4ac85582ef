package dev.mastio.proxy;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.LoggedInAgent.Call;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one database are one Mastio: they extend one chain, and a proof is good once, also after all of them were killed. */
class TwoReplicasTest {

    private static final int CALLS = 1_000;
    private static final int REPLAYS = 100;

    @TempDir
    private Path directory;

    private final HttpClient client = Clients.speaking(HTTP_1_1);

    @Test
    void twoProcessesUnderLoadExtendOneChainWithoutAGapAndTakeNoProofOfTheOther() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
                ProxyProcess one = launch(database);
                ProxyProcess other = launch(database)) {
            LoggedInAgent agent = LoggedInAgent.newAt(one, "alice");
            List<String> acknowledged = new ArrayList<>();
            int refused;
            try (RecordingLoad onOne = RecordingLoad.on(one, agent, 16);
                    RecordingLoad onOther = RecordingLoad.on(other, agent.again(other), 16);
                    ReplayingLoad replays = ReplayingLoad.between(one, other, agent, 2)) {
                await().atMost(Duration.ofMinutes(2))
                        .until(() -> onOne.count() >= CALLS && onOther.count() >= CALLS && replays.count() >= REPLAYS);
                // First, so that each was replayed under load.
                acknowledged.addAll(replays.stop());
                acknowledged.addAll(onOne.stop());
                acknowledged.addAll(onOther.stop());
                refused = onOne.refused().size() + onOther.refused().size() + replays.refused();
                assertThat(replays.failures()).isEmpty();
                assertThat(onOne.failures()).isEmpty();
                assertThat(onOther.failures()).isEmpty();
            }

            Exported export = Exported.from(one, directory);

            export.requireVerified();
            assertThat(export.lost(acknowledged)).isEmpty();
            // One that was refused because its transaction took too long may be there all the same.
            assertThat(export.calls())
                    .doesNotHaveDuplicates()
                    .hasSizeBetween(acknowledged.size(), acknowledged.size() + refused);
            assertThat(Exported.from(other, directory).file()).hasSameTextualContentAs(export.file());
        }
    }

    @Test
    void refusesAProofThatWasUsedAtTheOtherReplicaOrBeforeBothWereKilled() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory)) {
            LoggedInAgent agent;
            Call used;
            try (ProxyProcess one = launch(database);
                    ProxyProcess other = launch(database)) {
                agent = LoggedInAgent.newAt(one, "alice");
                other.awaitReady(client);
                used = agent.call("once");
                assertTaken(one, used);

                assertRefused(other, used);
                assertRefused(one, used);
            }

            try (ProxyProcess one = launch(database);
                    ProxyProcess other = launch(database)) {
                for (ProxyProcess proxy : List.of(one, other)) {
                    proxy.awaitReady(client);
                    assertRefused(proxy, used);
                    assertTaken(proxy, agent.call("afresh"));
                }
                assertThat(Exported.from(one, directory).calls()).containsExactly("once", "afresh", "afresh");
            }
        }
    }

    @Test
    void refusesAProofThatWasUsedBeforeTheOnlyReplicaWasKilled() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.SQLITE, directory)) {
            LoggedInAgent agent;
            Call used;
            try (ProxyProcess proxy = launch(database)) {
                agent = LoggedInAgent.newAt(proxy, "alice");
                used = agent.call("once");
                assertTaken(proxy, used);
            }

            try (ProxyProcess proxy = launch(database)) {
                proxy.awaitReady(client);
                assertRefused(proxy, used);
                assertTaken(proxy, agent.call("afresh"));
                assertThat(Exported.from(proxy, directory).calls()).containsExactly("once", "afresh");
            }
        }
    }

    private void assertTaken(ProxyProcess proxy, Call call) throws Exception {
        HttpResponse<String> answer = RunningProxy.send(client, call.to(proxy));
        assertThat(call.isAnsweredBy(answer)).as(answer.body()).isTrue();
    }

    private void assertRefused(ProxyProcess proxy, Call call) throws Exception {
        HttpResponse<String> answer = RunningProxy.send(client, call.to(proxy));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("DPoP proof replay detected");
    }

    /** Closing it kills it. */
    private ProxyProcess launch(TestDatabase database) throws Exception {
        Map<String, String> variables = new HashMap<>(RecordingLoad.SETTINGS);
        variables.put("PROXY_DB_URL", database.url());
        // However long a start takes, it must not be for its age that a proof is refused.
        variables.put("MCP_PROXY_DPOP_IAT_WINDOW", "600");
        // Nor be shed because the machine has much else to do.
        variables.put("MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS", "60000");
        return ProxyProcess.launch(Main.class, Files.createTempDirectory(directory, "proxy"), variables);
    }
}
