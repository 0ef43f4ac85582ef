package dev.mastio.operator;

import ch.qos.logback.classic.Logger;
import dev.mastio.operator.config.InvalidConfiguration;
import dev.mastio.operator.config.OperatorConfig;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** The operator's program. */
public final class Main {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.mastio");

    private Main() {}

    public static void main(String[] arguments) {
        OperatorConfig config;
        try {
            config = OperatorConfig.from(System.getenv());
        } catch (InvalidConfiguration e) {
            LOG.error("{}", e.getMessage());
            System.exit(2);
            return;
        }
        LOG.setLevel(config.logLevel());
        LOG.info("starting with {}", config);
        try {
            OperatorProcess process = OperatorProcess.start(config, Config.autoConfigure(null), Main::end);
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stop"));
            LOG.info("started; health and metrics on {}", process.opsAddress());
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the operator could not start and ends, so that it is started again", e);
            end();
        }
    }

    // Not by exit: the shutdown hook would wait for the election, which waits for this thread. Nor by leaving main: the
    // listener's threads would keep alive a process that does nothing.
    private static void end() {
        Runtime.getRuntime().halt(1);
    }
}
