package dev.mastio.proxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.util.List;
import org.slf4j.LoggerFactory;

/** One JSON object a line on standard output. In Java and not in XML, because parsing XML costs a tenth of the start-up. */
public final class JsonLogs extends ContextAwareBase implements Configurator {

    /**
     * They tell at length about themselves; what matters of it is told by us. JBoss's libraries log by reflection: their names and
     * versions alone would be a tenth of the start-up.
     */
    private static final List<String> TALKATIVE = List.of("org.flywaydb", "io.undertow", "org.xnio", "org.jboss");

    /** Made by logback, which finds it through {@code META-INF/services}. */
    public JsonLogs() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // Where somebody listens, logback loads nothing that would look through its complaints afterwards. So those
        // from before are told here.
        context.getStatusManager().getCopyOfStatusList().forEach(JsonLogs::tell);
        context.getStatusManager().add((StatusListener) JsonLogs::tell);
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithFormattedMessage(true);
        encoder.setWithArguments(false);
        encoder.setWithMDC(false);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** What logback has to complain about itself cannot go through it. */
    private static void tell(Status status) {
        if (status.getEffectiveLevel() >= Status.WARN) {
            System.err.println(status);
        }
    }

    /** Sets the root level, a name that logback knows. */
    static void level(String name) {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.toLevel(name));
        }
    }
}
