package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.operator.autoscale.Reason;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("a scrape that others delay beyond its second is news")
class QuietObservationTest extends ObservedInstance {

    @Test
    void staysQuietWhileNothingChanges() throws IOException {
        pods.add(FakePod.withRate("a", 0));
        source.lead();
        reconcile(1, 100);
        await().atMost(PATIENCE).until(() -> reconcileOnEvents(1, 100).reason() == Reason.WithinTarget);
        events.clear();
        int scrapes = pods.getFirst().scrapes();

        await().atMost(PATIENCE).until(() -> pods.getFirst().scrapes() >= scrapes + 6);

        assertThat(events).isEmpty();
    }
}
