package dev.mastio.operator.ops;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Counts what we ask of the API server, as it answers. At 429, an error of its own or no answer the client library asks again without a word. */
public final class ApiRequests implements Interceptor {

    private static final int FIRST_FAILURE = 400;
    private static final int NOT_FOUND = 404;

    private final BiConsumer<String, String> asked;
    private final Consumer<String> failed;

    /**
     * @param asked takes the method and the resource, for example {@code PATCH} and {@code deployments}
     * @param failed takes the HTTP status of an answer that is a failure, or {@code none} where no answer came
     */
    public ApiRequests(BiConsumer<String, String> asked, Consumer<String> failed) {
        this.asked = asked;
        this.failed = failed;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        asked.accept(request.method(), resource(request.uri().getPath()));
        int code = response.code();
        if (code >= FIRST_FAILURE && code != NOT_FOUND) failed.accept(Integer.toString(code));
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        failed.accept("none");
    }

    /**
     * The resource in a path, with its subresource: {@code /apis/apps/v1/namespaces/demo/deployments/a/scale} is {@code
     * deployments/scale}. Names are left out, so that there are few different answers.
     */
    static String resource(String path) {
        List<String> parts = List.of(path.replaceFirst("^/+", "").split("/"));
        int at = parts.getFirst().equals("api") ? 2 : 3;
        if (parts.size() > at + 2 && parts.get(at).equals("namespaces")) at += 2;
        if (parts.size() <= at) return "other";
        return parts.size() > at + 2 ? parts.get(at) + "/" + parts.get(at + 2) : parts.get(at);
    }
}
