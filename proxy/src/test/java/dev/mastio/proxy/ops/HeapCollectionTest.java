package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("others would have the JVM collect, too")
class HeapCollectionTest {

    private final AtomicLong clock = new AtomicLong(17);
    private final HeapCollection collection = new HeapCollection(clock::get);

    @Test
    void hasCollectedWhenItReturns() {
        double before = Heap.collections();

        assertThat(collection.collect()).isTrue();

        assertThat(Heap.collections()).isGreaterThan(before);
        assertThat(Heap.liveBytes()).isPositive();
    }

    @Test
    void collectsAtMostOnceInFiveSeconds() {
        collection.collect();

        clock.addAndGet(Duration.ofMillis(4999).toNanos());
        assertThat(collection.collect()).isFalse();

        clock.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(collection.collect()).isTrue();
    }
}
