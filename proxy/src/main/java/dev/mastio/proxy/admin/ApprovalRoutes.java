package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mastio.proxy.enrolment.Approval;
import dev.mastio.proxy.enrolment.Approval.Grant;
import dev.mastio.proxy.enrolment.Session;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.FormBody;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Timestamp;
import java.util.List;

/** Where administrators decide on applicants, as a script or as a form. */
public final class ApprovalRoutes {

    private static final String ADMIN = "admin";
    private static final String LIST = "/v1/admin/enrollments";
    private static final int MAX_LIST = 64;
    private static final int MAX_ITEM = 200;
    private static final int MAX_REASON = Approval.MAX_REASON;

    private final Approval approval;
    private final SessionGuard guard;

    public ApprovalRoutes(Approval approval, DashboardSessions sessions) {
        this.approval = approval;
        this.guard = new SessionGuard(sessions);
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get(LIST, Family.ADMIN, guard.before(this::pending)),
                Route.post(
                        LIST + "/{sid}/approve",
                        Family.ADMIN,
                        guard.withHeaderToken().before(this::approve)),
                Route.post(
                        LIST + "/{sid}/reject",
                        Family.ADMIN,
                        guard.withHeaderToken().before(this::reject)),
                Route.post("/proxy/enrollments/{sid}/approve", Family.ADMIN, this::approveByForm),
                Route.post("/proxy/enrollments/{sid}/reject", Family.ADMIN, this::rejectByForm));
    }

    private Reply pending(Request request) throws Exception {
        ArrayNode list = Json.object().arrayNode();
        for (Session session : approval.pending()) {
            list.addObject()
                    .put("session_id", session.id())
                    .put("requester_name", session.requesterName())
                    .put("requester_email", session.requesterEmail())
                    .put("reason", session.reason().orElse(null))
                    .put("device_info", session.deviceInfo().orElse(null))
                    .put("pubkey_fingerprint", session.fingerprint())
                    .put("created_at", Timestamp.text(session.createdAt()))
                    .put("expires_at", Timestamp.text(session.expiresAt()))
                    .put("principal_type", session.principalType());
        }
        return Reply.json(list);
    }

    private Reply approve(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        Grant grant = new Grant(
                fields.text("agent_id", 1, MAX_ITEM),
                fields.texts("capabilities", MAX_LIST, MAX_ITEM),
                fields.texts("groups", MAX_LIST, MAX_ITEM),
                ADMIN);
        NewcomerFields.requireFit(fields, grant.capabilities());
        fields.check();
        String id = approval.approve(request.parameter("sid"), grant);
        return Reply.json(Json.object().put("status", "approved").put("agent_id", id));
    }

    private Reply reject(Request request) throws Exception {
        Fields fields = Fields.of(request.body());
        String reason = fields.text("reason", 1, MAX_REASON);
        fields.check();
        approval.reject(request.parameter("sid"), reason, ADMIN);
        return Reply.json(Json.object().put("status", "rejected"));
    }

    private Reply approveByForm(Request request) throws Exception {
        FormBody form = form(request);
        List<String> capabilities = form.list("capabilities");
        List<String> groups = form.list("groups");
        requireShort(capabilities);
        requireShort(groups);
        approval.approve(request.parameter("sid"), new Grant(form.text("agent_id"), capabilities, groups, ADMIN));
        return Reply.empty(303).header("Location", LIST);
    }

    private Reply rejectByForm(Request request) throws Exception {
        String reason = form(request).text("reason");
        if (reason.isEmpty() || reason.length() > MAX_REASON) {
            throw new Refusal(400, "reason must have from 1 to " + MAX_REASON + " characters");
        }
        approval.reject(request.parameter("sid"), reason, ADMIN);
        return Reply.empty(303).header("Location", LIST);
    }

    private FormBody form(Request request) throws Exception {
        FormBody form = FormBody.of(request.body());
        guard.requireToken(request, form.text("csrf_token"));
        return form;
    }

    private static void requireShort(List<String> items) throws Refusal {
        if (items.size() > MAX_LIST || items.stream().anyMatch(item -> item.length() > MAX_ITEM)) {
            throw new Refusal(400, "at most " + MAX_LIST + " items of at most " + MAX_ITEM + " characters");
        }
    }
}
