package dev.mastio.proxy.edge.tls;

import java.nio.file.Path;

/** A certificate or key file does not work. */
public final class TlsFilesException extends Exception {

    private static final long serialVersionUID = 1L;

    TlsFilesException(Path file, String reason) {
        super(file + ": " + reason);
    }

    TlsFilesException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason + " (" + cause.getMessage() + ")", cause);
    }
}
