package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.wire.Json;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be asked of the routes that export the audit log, and in what an export comes. */
class AuditExportRouteTest {

    private final HttpClient client = Clients.speaking(HttpClient.Version.HTTP_1_1);

    @TempDir
    private Path directory;

    private RunningProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = RunningProxy.start(directory, Map.of("MCP_PROXY_ADMIN_SECRET", LoggedInAgent.ADMIN_SECRET));
        proxy.awaitReady(client);
    }

    @AfterEach
    void stop() {
        proxy.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "event_type=message_sent, event_type, Exports are whole chains",
        "start=2026-01-01, start, Exports are whole chains",
        "format=csv, format, Only json can be verified",
        "from_seq=2, org_id, A range is one of a single chain",
        "to_seq=2, org_id, A range is one of a single chain",
        "org_id=acme&from_seq=0, from_seq, Input should be a whole number greater than or equal to 1",
        "org_id=acme&to_seq=two, to_seq, Input should be a whole number greater than or equal to 1"
    })
    void refusesWhatCouldNotBeVerified(String query, String parameter, String why) throws Exception {
        for (String route : new String[] {"export", "bundle"}) {
            HttpResponse<String> answer = get(route + "?" + query);

            assertThat(answer.statusCode()).isEqualTo(422);
            JsonNode problem = Json.read(answer.body()).path("detail").path(0);
            assertThat(problem.path("loc").toString()).isEqualTo("[\"query\",\"" + parameter + "\"]");
            assertThat(problem.path("msg").asText()).startsWith(why);
            assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"export, audit_export.ndjson", "bundle, audit_bundle.ndjson"})
    void comesAsAFileOfLines(String route, String name) throws Exception {
        HttpResponse<String> answer = get(route + "?format=json");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=" + name);
        assertThat(answer.body().lines()).isNotEmpty().allMatch(line -> line.startsWith("{\"kind\":"));
    }

    @Test
    void saysOfAChainThatThereIsNotThatItHasNoRows() throws Exception {
        HttpResponse<String> answer = get("export?org_id=nobody");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines())
                .singleElement()
                .asString()
                .contains("\"kind\":\"range\"", "\"org_id\":\"nobody\"", "\"from_seq\":1", "\"to_seq\":0");
    }

    private HttpResponse<String> get(String what) throws Exception {
        return RunningProxy.send(
                client, proxy.data("/v1/admin/audit/" + what).header("X-Admin-Secret", LoggedInAgent.ADMIN_SECRET));
    }
}
