package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {

    @Test
    void keepsTheOrderWhileItGrowsAndShrinks() {
        Random random = new Random(3);
        Backlog backlog = new Backlog();
        Queue<Long> model = new ArrayDeque<>();
        for (long time = 0; time < 50_000; time++) {
            if (random.nextInt(3) > 0) {
                assertThat(backlog.offer(time)).isTrue();
                model.add(time);
            } else if (!model.isEmpty()) {
                assertThat(backlog.remove()).isEqualTo(model.remove());
            }
            assertThat(backlog.isEmpty()).isEqualTo(model.isEmpty());
        }
    }

    @Test
    void refusesToGrowWithoutEnd() {
        Backlog backlog = new Backlog();
        int taken = 0;
        while (backlog.offer(taken)) taken++;

        assertThat(taken).isEqualTo(1 << 20);
        backlog.remove();
        assertThat(backlog.offer(taken)).isTrue();
    }
}
