package dev.mastio.proxy.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is refused: what the client gets to read. Made often, so without a stack trace. */
public final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Object detail;
    private final transient Map<String, String> headers;

    /**
     * A refusal.
     *
     * @param detail the wire's {@code detail}: a text, or a value that becomes a JSON object
     */
    public Refusal(int status, Object detail, Map<String, String> headers) {
        super(String.valueOf(detail), null, false, false);
        this.status = status;
        this.detail = detail;
        this.headers = Map.copyOf(headers);
    }

    /** A refusal without headers of its own. */
    public Refusal(int status, Object detail) {
        this(status, detail, Map.of());
    }

    /** The same with one more header. */
    public Refusal header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Refusal(status, detail, more);
    }

    /** HTTP's number for it. */
    public int status() {
        return status;
    }

    /** What the client reads. */
    public Object detail() {
        return detail;
    }

    /** Headers of the answer. */
    public Map<String, String> headers() {
        return headers;
    }
}
