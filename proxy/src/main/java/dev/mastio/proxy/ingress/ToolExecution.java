package dev.mastio.proxy.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.auth.dpop.ProofUse;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.journal.CallNote;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tools for callers who may, and sees to it that every call is in the audit log before anybody learns of its outcome. */
public final class ToolExecution implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolExecution.class);
    private static final String NOT_FOUND = "tool_not_found";
    private static final String DENIED = "capability_denied";
    private static final String INTERNAL = "internal_error";

    private final ToolRegistry tools;
    private final CallAudit audit;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("tool-", 0).factory());

    /** What a call came to, and how long it took. */
    record Executed(ToolOutcome outcome, Duration took) {}

    /**
     * Runs those tools.
     *
     * @param patience how long one may take
     */
    public ToolExecution(ToolRegistry tools, CallAudit audit, Duration patience, LongSupplier nanoTime) {
        this.tools = tools;
        this.audit = audit;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs it.
     *
     * @param proof used up with the call's first row
     * @throws Exception if the audit log does not take its row, or the proof was used before: then there is none
     */
    Executed execute(Caller caller, ToolCall call, ProofUse proof) throws Exception {
        long start = nanoTime.getAsLong();
        ToolOutcome outcome = outcome(caller, call, proof);
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
        append(note(caller, call, outcome.status(), outcome.detail(), took), proof);
        return new Executed(outcome, took);
    }

    private void append(CallNote note, ProofUse proof) throws Exception {
        if (!proof.with(note)) {
            audit.append(note);
        }
    }

    private static CallNote note(Caller caller, ToolCall call, String status, String detail, Duration took) {
        return new CallNote(caller.id(), call.tool(), status, detail, call.requestId(), took, caller.proofKey());
    }

    private ToolOutcome outcome(Caller caller, ToolCall call, ProofUse proof) throws Exception {
        Optional<Tool> found = tools.find(call.tool());
        if (found.isEmpty()) {
            return new ToolOutcome.Failed("Tool '" + call.tool() + "' not found", NOT_FOUND, "Tool not found");
        }
        Tool tool = found.get();
        if (tool.capability().isEmpty()) {
            return new ToolOutcome.Denied(
                    "Forbidden: tool '" + tool.name() + "' has no capability declaration", DENIED);
        }
        String capability = tool.capability().get();
        if (!caller.capabilities().contains(capability)) {
            return new ToolOutcome.Denied("Forbidden: missing capability '" + capability + "'", DENIED);
        }
        // Before it has any effect: if its outcome cannot be recorded, that it began is.
        append(note(caller, call, "started", "", Duration.ZERO), proof);
        return run(tool, caller, call);
    }

    private ToolOutcome run(Tool tool, Caller caller, ToolCall call) throws InterruptedException {
        Future<JsonNode> running = threads.submit(() -> tool.handler().run(caller, call.parameters()));
        try {
            return new ToolOutcome.Success(running.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            String seconds = Double.toString(patience.toMillis() / 1e3);
            return new ToolOutcome.Failed(
                    "Tool execution timed out after " + seconds + "s", INTERNAL, "Timeout after " + seconds + "s");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ToolException known) {
                return new ToolOutcome.Failed(known.text(), INTERNAL, known.text());
            }
            LOG.error("tool {} failed", tool.name(), e.getCause());
            return new ToolOutcome.Failed("Internal tool execution error", INTERNAL, "Internal tool execution error");
        } finally {
            running.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
