package dev.mastio.bench.load;

import java.nio.file.Path;

/** Which server certificates are accepted. */
public sealed interface Trust {

    /** The authorities that the JDK ships with. */
    record Platform() implements Trust {}

    /** Only chains that end in a certificate of this PEM file, for the right host name. */
    record Authority(Path pem) implements Trust {}

    /** Any certificate: for test systems with a self-signed one. */
    record Anything() implements Trust {}

    static Trust platform() {
        return new Platform();
    }

    static Trust authority(Path pem) {
        return new Authority(pem);
    }

    static Trust anything() {
        return new Anything();
    }
}
