package dev.mastio.proxy.ingress;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.AuthenticatedEndpoints;
import dev.mastio.proxy.auth.dpop.ProofUse;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The routes under {@code /v1/ingress}. */
public final class IngressRoutes {

    private static final Pattern NAME = Pattern.compile("^[a-z][a-z0-9_]*\\z");
    private static final int MAX_NAME = 128;
    private static final int MAX_PARAMETERS = 128 * 1024;
    /** Compact JSON is not much longer than what was sent: 1e6 becomes 1000000.0. */
    private static final int CERTAINLY_SMALL = MAX_PARAMETERS / 4;

    private final AuthenticatedEndpoints authenticated;
    private final ToolRegistry tools;
    private final ToolExecution execution;

    public IngressRoutes(AuthenticatedEndpoints authenticated, ToolRegistry tools, ToolExecution execution) {
        this.authenticated = authenticated;
        this.tools = tools;
        this.execution = execution;
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                Route.post("/v1/ingress/execute", Family.INGRESS, authenticated.byTokenOnRecord(this::execute)),
                Route.get("/v1/ingress/tools", Family.INGRESS, authenticated.byToken(this::list)));
    }

    /** Always 200 once the caller is known: what went wrong with the tool is in the body. */
    private Reply execute(Request request, Caller caller, ProofUse proof) throws Exception {
        ToolCall call = call(request.body());
        ToolExecution.Executed executed = execution.execute(caller, call, proof);
        ObjectNode body = Json.object().put("request_id", call.requestId()).put("tool", call.tool());
        switch (executed.outcome()) {
            case ToolOutcome.Success(var result) ->
                body.put("status", "success").set("result", result);
            case ToolOutcome.Denied denied -> body.put("status", "error").putNull("result");
            case ToolOutcome.Failed failed -> body.put("status", "error").putNull("result");
        }
        return Reply.json(body.put("error", executed.outcome().error())
                .put("execution_time_ms", executed.took().toNanos() / 1e6)
                .put("denied_reason_code", executed.outcome().reason()));
    }

    private Reply list(Request request, Caller caller) throws Exception {
        ArrayNode list = Json.object().arrayNode();
        for (Tool tool : tools.of(caller)) {
            list.addObject()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .put("required_capability", tool.capability().orElse(null))
                    .set("parameters_schema", tool.parametersSchema());
        }
        return Reply.json(list);
    }

    private static ToolCall call(byte[] body) throws Refusal {
        Fields fields = Fields.withArguments(body);
        String tool = fields.text("tool", NAME);
        ObjectNode parameters = fields.optionalObject("parameters").orElseGet(Json::object);
        String requestId = fields.optionalText("request_id", Integer.MAX_VALUE)
                .orElseGet(() -> UUID.randomUUID().toString());
        if (tool.length() > MAX_NAME) {
            fields.wrong("tool", "String should have at most " + MAX_NAME + " characters");
        }
        if (body.length > CERTAINLY_SMALL
                && Json.text(parameters).getBytes(StandardCharsets.UTF_8).length > MAX_PARAMETERS) {
            fields.wrong("parameters", "parameters must be at most " + MAX_PARAMETERS + " bytes of compact JSON");
        }
        fields.check();
        return new ToolCall(requestId, tool, parameters);
    }
}
