package dev.mastio.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes to and from one server over one connected, non-blocking socket; used by one thread. */
sealed interface Wire permits PlainWire, TlsWire {

    /** Goes on with the handshake. True once requests can be sent. */
    boolean handshake() throws IOException;

    /** Takes in what has arrived. False at the end of the stream. */
    boolean fill() throws IOException;

    /** Moves the next piece of plain text into {@code into}; false when there is none. */
    boolean next(ByteBuffer into) throws IOException;

    /** Sends what is left in {@code plain}, or keeps what the socket does not take. */
    void write(ByteBuffer plain) throws IOException;

    /** Sends what was kept. True when all is out. */
    boolean flush() throws IOException;

    long bytesIn();

    long bytesOut();

    void close();
}
