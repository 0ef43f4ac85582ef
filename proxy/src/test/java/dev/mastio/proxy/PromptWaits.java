package dev.mastio.proxy;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How all tests wait. Most of what they wait for comes within milliseconds, so they look at once and often at first, where Awaitility would
 * lose a tenth of a second each time; and beside other tests on a busy machine its ten seconds can be too few.
 */
public final class PromptWaits implements BeforeAllCallback {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(PromptWaits::longer, FIRST));
    }

    private static Duration longer(Duration last) {
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
