package dev.mastio.operator.ops;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Counts what we change in the cluster. In a settled cluster this stands still: a rising count is a loop. */
public final class ApiWrites implements Interceptor {

    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final BiConsumer<String, String> count;

    /** @param count takes the method and the resource, for example {@code PATCH} and {@code deployments} */
    public ApiWrites(BiConsumer<String, String> count) {
        this.count = count;
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        String method = request.method();
        if (WRITES.contains(method)) count.accept(method, resource(request.uri().getPath()));
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
