package dev.mastio.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 client that sends the frames that it is told to, whatever the protocol says of them. */
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int NONE = 0;
    /** Also what makes SETTINGS an acknowledgement. */
    static final int END_STREAM = 1;

    static final int END_HEADERS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FRAME_HEADER_BYTES = 9;
    private static final int LONGEST_IN_ONE_BYTE = 126;
    /** HPACK's static table has these whole. */
    private static final byte METHOD_GET = (byte) 0x82;

    private static final byte METHOD_POST = (byte) 0x83;
    private static final byte SCHEME_HTTPS = (byte) 0x87;
    private static final byte STATUS_400 = (byte) 0x8c;
    /** And of these the name. */
    private static final int AUTHORITY = 1;

    private static final int PATH = 4;

    private final SSLSocket socket;
    private final DataInputStream in;

    RawHttp2(int port) throws IOException {
        socket = (SSLSocket)
                Clients.trustingAnyone().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
        send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1), frame(SETTINGS, NONE, 0));
    }

    /** In one piece. A server that hangs up in the middle of it is found out by reading. */
    void send(byte[]... parts) throws IOException {
        try {
            socket.getOutputStream().write(joined(parts));
        } catch (SocketException e) {
            // It was hung up on.
        }
    }

    /** Until the server has read all of it, which it says by its answer. */
    void ping() throws IOException {
        send(frame(PING, NONE, 0, new byte[8]));
        while (next().type() != PING) {
            // What it said before.
        }
    }

    /** What the server does about a stream, or about the whole connection. */
    String reaction() throws IOException {
        try {
            while (true) {
                Frame frame = next();
                switch (frame.type()) {
                    case HEADERS -> {
                        return frame.payload()[0] == STATUS_400 ? "400" : "another answer";
                    }
                    case RST_STREAM -> {
                        return "reset";
                    }
                    case GOAWAY -> {
                        awaitEnd();
                        return "closed";
                    }
                    default -> {
                        // Its settings, its windows.
                    }
                }
            }
        } catch (EOFException | SocketException e) {
            return "closed";
        }
    }

    /** Returns when the server ends the connection, whatever it says of single streams before. */
    void awaitEnd() throws IOException {
        try {
            in.readAllBytes();
        } catch (SocketException e) {
            // So ends one of whose frames some were never read.
        }
    }

    private Frame next() throws IOException {
        int lengthAndType = in.readInt();
        in.readByte();
        in.readInt();
        return new Frame(lengthAndType & 0xff, in.readNBytes(lengthAndType >>> 8));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Frame(int type, byte[] payload) {}

    /** The head of a GET of that path, without more fields than it must have. */
    static byte[] get(String path) {
        return joined(new byte[] {METHOD_GET, SCHEME_HTTPS}, indexedName(PATH, path), authority("localhost"));
    }

    static byte[] post(String path) {
        return joined(new byte[] {METHOD_POST, SCHEME_HTTPS}, indexedName(PATH, path), authority("localhost"));
    }

    static byte[] authority(String value) {
        return indexedName(AUTHORITY, value);
    }

    /** A line of a head as HPACK spells a name and a value that are in no table. */
    static byte[] field(String name, String value) {
        return joined(new byte[] {0}, text(name), text(value));
    }

    static byte[] frame(int type, int flags, int stream, byte[]... payload) {
        byte[] whole = joined(payload);
        return ByteBuffer.allocate(FRAME_HEADER_BYTES + whole.length)
                .putInt((whole.length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .put(whole)
                .array();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static byte[] indexedName(int index, String value) {
        return joined(bytes(index), text(value));
    }

    private static byte[] text(String text) {
        return joined(length(text.length()), text.getBytes(ISO_8859_1));
    }

    private static byte[] length(int length) {
        if (length <= LONGEST_IN_ONE_BYTE) {
            return bytes(length);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(LONGEST_IN_ONE_BYTE + 1);
        int rest = length - LONGEST_IN_ONE_BYTE - 1;
        while (rest >= 0x80) {
            encoded.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        encoded.write(rest);
        return encoded.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
