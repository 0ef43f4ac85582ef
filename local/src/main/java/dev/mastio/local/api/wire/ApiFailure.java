package dev.mastio.local.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that can't be answered as asked; becomes a Kubernetes Status. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;
    private final transient @Nullable ObjectNode details;
    private final boolean page;

    private ApiFailure(int code, String reason, String message, @Nullable ObjectNode details, boolean page) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
        this.page = page;
    }

    private ApiFailure(int code, String reason, String message, @Nullable ObjectNode details) {
        this(code, reason, message, details, false);
    }

    public static ApiFailure of(int code, String reason, String message) {
        return new ApiFailure(code, reason, message, null);
    }

    /** What a real server answers in plain text, for lack of anything that could be asked. */
    public static ApiFailure page(int code, String text) {
        return new ApiFailure(code, "", text, null, true);
    }

    public static ApiFailure badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static ApiFailure noSuchResource() {
        return new ApiFailure(404, "NotFound", "the server could not find the requested resource", Json.object());
    }

    /** A patch can't be carried out; a real server does not say why either. */
    public static ApiFailure rejected() {
        return new ApiFailure(
                422, "Invalid", "the server rejected our request due to an error in our request", Json.object());
    }

    public static ApiFailure unsupportedPatch() {
        return new ApiFailure(415, "UnsupportedMediaType", "415: Unsupported Media Type", Json.object());
    }

    public static ApiFailure unsupportedMediaType(List<String> accepted) {
        return of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                        + String.join(", ", accepted));
    }

    public static ApiFailure notSupported(String message) {
        return new ApiFailure(405, "MethodNotAllowed", message, Json.object());
    }

    public static ApiFailure internal(String message) {
        ObjectNode details = Json.object();
        details.putArray("causes").addObject().put("message", message);
        return new ApiFailure(500, "InternalError", "Internal error occurred: " + message, details);
    }

    public static ApiFailure expired(String message) {
        return of(410, "Expired", message);
    }

    /**
     * There is no such object.
     *
     * @param resource plural name with its group, as {@code deployments.apps}
     */
    public static ApiFailure notFound(String resource, String name) {
        return new ApiFailure(404, "NotFound", resource + " \"" + name + "\" not found", about(resource, name));
    }

    public static ApiFailure alreadyExists(String resource, String name) {
        return new ApiFailure(
                409, "AlreadyExists", resource + " \"" + name + "\" already exists", about(resource, name));
    }

    public static ApiFailure conflict(String resource, String name, String why) {
        return new ApiFailure(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                about(resource, name));
    }

    public static ApiFailure forbidden(String resource, String name, String why) {
        return new ApiFailure(
                403, "Forbidden", resource + " \"" + name + "\" is forbidden: " + why, about(resource, name));
    }

    /**
     * The object breaks the schema or a rule.
     *
     * @param kind with its group, as {@code Deployment.apps}
     */
    public static ApiFailure invalid(String kind, String name, List<Cause> causes) {
        List<String> told = causes.stream().map(Cause::toString).distinct().toList();
        String list = told.size() == 1 ? told.getFirst() : "[" + String.join(", ", told) + "]";
        return new ApiFailure(
                422, "Invalid", kind + " \"" + name + "\" is invalid: " + list, withCauses(about(kind, name), causes));
    }

    public static ApiFailure applyConflict(String message, List<Cause> causes) {
        return new ApiFailure(409, "Conflict", message, withCauses(Json.object(), causes));
    }

    private static ObjectNode about(String resource, String name) {
        int dot = resource.indexOf('.');
        ObjectNode details = Json.object();
        if (!name.isEmpty()) details.put("name", name);
        if (dot > 0) details.put("group", resource.substring(dot + 1));
        if (!resource.isEmpty()) details.put("kind", dot > 0 ? resource.substring(0, dot) : resource);
        return details;
    }

    private static ObjectNode withCauses(ObjectNode details, List<Cause> causes) {
        ArrayNode list = details.putArray("causes");
        for (Cause cause : causes)
            list.addObject()
                    .put("reason", cause.reason())
                    .put("message", cause.message())
                    .put("field", cause.field());
        return details;
    }

    /** Whether it is answered as plain text. */
    public boolean isPage() {
        return page;
    }

    public int code() {
        return code;
    }

    public ObjectNode status() {
        ObjectNode status = Json.object("v1", "Status");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage());
        if (!reason.isEmpty()) status.put("reason", reason);
        status.put("code", code);
        if (details != null) status.set("details", details);
        return status;
    }
}
