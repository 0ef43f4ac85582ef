package dev.mastio.proxy.edge.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The authorities whose client certificates count: those of this process's own PKI, and those of a file, which may change. */
public final class ClientAuthorities implements Supplier<List<X509Certificate>> {

    private final Supplier<List<X509Certificate>> own;
    private final Optional<WatchedFiles<List<X509Certificate>>> file;

    private ClientAuthorities(Supplier<List<X509Certificate>> own, Optional<WatchedFiles<List<X509Certificate>>> file) {
        this.own = own;
        this.file = file;
    }

    /**
     * The authorities of both sources.
     *
     * @param awaited whether the file may come later
     * @throws TlsFilesException if the file does not work
     */
    public static ClientAuthorities of(Supplier<List<X509Certificate>> own, Optional<Path> file, boolean awaited)
            throws TlsFilesException {
        if (file.isEmpty()) {
            return new ClientAuthorities(own, Optional.empty());
        }
        Path path = file.get();
        WatchedFiles.Reader<List<X509Certificate>> reader = () -> PemFiles.chain(path);
        return new ClientAuthorities(
                own,
                Optional.of(
                        awaited
                                ? WatchedFiles.awaited(List.of(path), reader, List::of)
                                : WatchedFiles.read(List.of(path), reader)));
    }

    @Override
    public List<X509Certificate> get() {
        return file.isEmpty()
                ? own.get()
                : Stream.concat(own.get().stream(), file.get().content().stream())
                        .distinct()
                        .toList();
    }

    /** Takes up a file that changed. */
    public void reloadIfChanged() {
        file.ifPresent(WatchedFiles::reloadIfChanged);
    }
}
