package dev.mastio.proxy.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mastio.proxy.RunningProxy;
import dev.mastio.proxy.wire.TreeSize;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LargestBodyTest {

    private static final int PERMITTED = 2 << 20;
    private static final int PASSED_ON = 4 << 20;

    @ParameterizedTest
    @ValueSource(ints = {900, PERMITTED})
    void isLetInByJustWhatItNeeds(int bytes) {
        byte[] worst = worst(bytes);

        assertThat(isLetIn(worst, LargestBody.read(bytes))).isTrue();
        assertThat(isLetIn(worst, LargestBody.read(bytes) - 1)).isFalse();
    }

    @Test
    void isWarnedOfOnceWhereMemoryIsNotEnoughForIt(@TempDir Path directory) throws Exception {
        long needed = LargestBody.read(PERMITTED);

        assertThat(warnings(directory, Map.of("MASTIO_MAX_BODIES_BYTES", Long.toString(needed - 1))))
                .singleElement()
                .asString()
                .contains("MASTIO_MAX_BODIES_BYTES comes to " + (needed - 1), "give " + needed + " or more")
                .endsWith("lower MCP_PROXY_MAX_REQUEST_BODY_BYTES, which is " + PERMITTED);
        assertThat(warnings(directory, Map.of("MASTIO_MAX_BODIES_BYTES", Long.toString(needed))))
                .isEmpty();
    }

    @Test
    void needsNoMoreThanItsBytesWhereAnotherServerReadsIt(@TempDir Path directory) throws Exception {
        assertThat(warnings(directory, inFront(PASSED_ON - 1)))
                .singleElement()
                .asString()
                .contains("give " + PASSED_ON + " or more");
        assertThat(warnings(directory, inFront(PASSED_ON))).isEmpty();
    }

    private static Map<String, String> inFront(int bodies) {
        return Map.of(
                "MASTIO_EDGE_UPSTREAM", "http://127.0.0.1:9", "MASTIO_MAX_BODIES_BYTES", Integer.toString(bodies));
    }

    /** What a start tells about it. */
    private static List<String> warnings(Path directory, Map<String, String> variables) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(LargestBody.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            RunningProxy.start(directory, variables).close();
        } finally {
            logger.detachAppender(log);
        }
        // Other tests may start proxies with too little meanwhile.
        String here = Thread.currentThread().getName();
        return log.list.stream()
                .filter(event -> event.getThreadName().equals(here))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** As many tokens as it may have, one a byte where it is short. */
    private static byte[] worst(int bytes) {
        String most = bytes < 1_000 ? "[".repeat(bytes) : "[" + "[],".repeat(80_000);
        return (most + " ".repeat(bytes - most.length())).getBytes(UTF_8);
    }

    private static boolean isLetIn(byte[] bytes, long memory) {
        try (BodyMemory.Share share = new BodyMemory(memory).share()) {
            GrowingBody body = new GrowingBody(share, -1);
            return body.add(ByteBuffer.wrap(bytes)) && share.take(TreeSize.atMost(body.take(), true));
        }
    }
}
