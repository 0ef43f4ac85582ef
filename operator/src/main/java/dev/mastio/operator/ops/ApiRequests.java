package dev.mastio.operator.ops;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/** Counts what we ask of the API server, as it answers. */
public final class ApiRequests implements Interceptor {

    private final BiConsumer<String, String> count;

    /** @param count takes the method and the resource, for example {@code PATCH} and {@code deployments} */
    public ApiRequests(BiConsumer<String, String> count) {
        this.count = count;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        count.accept(request.method(), resource(request.uri().getPath()));
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
