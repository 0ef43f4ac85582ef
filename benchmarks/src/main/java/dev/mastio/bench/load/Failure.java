package dev.mastio.bench.load;

/** Why a request counts as failed. */
public enum Failure {
    CONNECT("could not connect"),
    TLS("TLS handshake failed"),
    CLOSED("connection closed before the answer was complete"),
    TIMEOUT("no complete answer in time"),
    PROTOCOL("answer is not HTTP/1.1"),
    STATUS("unexpected status"),
    BODY("body without the expected text"),
    UNSENT("due before the end, never sent");

    private final String text;

    Failure(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
