package dev.mastio.proxy.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request whose body has arrived.
 *
 * @param path decoded, without the query
 * @param parameters of the route's template, decoded
 * @param query decoded parameters in the order given
 * @param header first value of a header, by name in any case
 * @param authority the {@code Host} header or {@code :authority}, as sent
 * @param clientAddress textual IP address of the connection's other end
 * @param clientChain verified client certificates, leaf first; empty where the route ignores them or none was presented
 */
@SuppressWarnings("ArrayRecordComponent") // requests are never compared, and copying bodies costs
public record Request(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        Function<String, Optional<String>> header,
        byte[] body,
        String authority,
        String clientAddress,
        List<X509Certificate> clientChain) {

    /** First value of that header. */
    public Optional<String> header(String name) {
        return header.apply(name);
    }

    /** The parameter of the route's template. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return value;
    }

    /** First value of that query parameter. */
    public Optional<String> query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }
}
