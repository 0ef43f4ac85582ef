package dev.mastio.local.api.http;

import dev.mastio.local.api.kinds.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is not about objects: health, version, and the way to discovery and OpenAPI. */
public final class Documents {
    private static final Map<String, String> VERSION = Map.of(
            "major",
            "1",
            "minor",
            "33",
            "gitVersion",
            "v1.33.0+mastio",
            "gitCommit",
            "",
            "gitTreeState",
            "clean",
            "buildDate",
            "1970-01-01T00:00:00Z",
            "goVersion",
            "",
            "compiler",
            "",
            "platform",
            "linux/amd64");
    private static final String OPENAPI_V3 = "/openapi/v3";

    private final Discovery discovery;
    private final OpenApi openApi;

    public Documents(Kinds kinds) {
        this.discovery = new Discovery(kinds);
        this.openApi = new OpenApi(kinds);
    }

    /** Answers the call, or says by {@code false} that it is about objects. */
    boolean serve(Call call) {
        String path = call.path();
        switch (path) {
            case "/healthz", "/readyz", "/livez" ->
                call.answer(200, "text/plain", "ok".getBytes(StandardCharsets.UTF_8));
            case "/version" -> call.answer(200, VERSION);
            case "/api" ->
                call.answer(
                        200,
                        Map.of(
                                "kind",
                                "APIVersions",
                                "versions",
                                List.of("v1"),
                                "serverAddressByClientCIDRs",
                                List.of()));
            case "/apis" -> call.answer(200, discovery.groups());
            // Empty: kubectl up to 1.28 gives up on anything else than 200, and with this leaves validation to the
            // server.
            case "/openapi/v2" ->
                call.answer(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", new byte[0]);
            case OPENAPI_V3 -> call.answer(200, openApi.index());
            default -> {
                return documentOf(path, call);
            }
        }
        return true;
    }

    private boolean documentOf(String path, Call call) {
        String[] parts = path.split("/", -1);
        if (path.startsWith(OPENAPI_V3 + "/")) call.answer(200, openApi.of(path.substring(OPENAPI_V3.length())));
        else if (parts[1].equals("apis") && parts.length == 3) call.answer(200, discovery.group(parts[2]));
        else if (path.equals("/api/v1") || (parts[1].equals("apis") && parts.length == 4))
            call.answer(200, discovery.resources(path));
        else return false;
        return true;
    }
}
