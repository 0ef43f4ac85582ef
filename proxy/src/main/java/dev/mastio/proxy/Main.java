package dev.mastio.proxy;

import dev.mastio.proxy.config.InvalidSettingsException;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.edge.tls.TlsFilesException;
import dev.mastio.proxy.ops.RequestMetrics;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a proxy as the environment says, until SIGTERM or SIGINT; with arguments, a command. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Without arguments. Exit codes: 0 after a signal, 1 if it cannot run, 2 if the environment is wrong. With some: see {@link Commands}. */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.exit(Commands.run(
                    System.getenv(), System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err), arguments));
        }
        run(System.getenv(), new RequestMetrics());
    }

    /** Whatever the locale: what others parse must not depend on it. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    static void run(Map<String, String> environment, RequestMetrics metrics) {
        run(environment, metrics, Gateway::open);
    }

    static void run(Map<String, String> environment, RequestMetrics metrics, Gateway.Parts parts) {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> LOG.error("thread {} ended by an error", thread.getName(), e));
        try {
            Settings settings = SettingsReader.read(environment);
            JsonLogs.level(settings.logLevel());
            Proxy proxy = Proxy.start(settings, metrics, parts);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(proxy), "stop"));
        } catch (InvalidSettingsException e) {
            e.problems().forEach(LOG::error);
            System.exit(2);
        } catch (TlsFilesException | IOException e) {
            LOG.error("cannot start: {}", e.getMessage());
            System.exit(1);
        } catch (RuntimeException | Error e) {
            // Threads that were started before it would keep a process alive that serves nobody.
            LOG.error("cannot start", e);
            System.exit(1);
        }
    }

    private static void stop(Proxy proxy) {
        int status = 0;
        try {
            proxy.stop();
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("could not stop in order", e);
            status = 1;
        }
        // Without this the exit code would be 128 + 15, which looks like a failure of what was an orderly stop.
        Runtime.getRuntime().halt(status);
    }
}
