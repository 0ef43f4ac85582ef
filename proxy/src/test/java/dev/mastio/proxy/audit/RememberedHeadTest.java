package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.audit.ActionTable.Last;
import dev.mastio.proxy.store.Backoff;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RememberedHeadTest {

    private static final Last FIRST = new Last(1, "row", "export");
    private static final Last SECOND = new Last(2, "row2", "export2");

    private final RememberedHead head = new RememberedHead();

    @Test
    void aProcessThatHasSeenNothingLooks() {
        assertThat(head.toTry()).isEmpty();

        head.looked(Optional.empty());

        assertThat(head.toTry()).isEmpty();
    }

    @Test
    void whatWasSeenIsTriedAndThenWhatWasWritten() {
        head.looked(Optional.of(FIRST));
        assertThat(head.toTry()).contains(FIRST);

        head.wasRight(SECOND);

        assertThat(head.toTry()).contains(SECOND);
    }

    @Test
    void eachTryInVainHasTwiceAsManyGroupsLookUpToALimit() {
        head.looked(Optional.of(FIRST));

        assertThat(looksAfterATryInVain()).isEqualTo(1);
        assertThat(looksAfterATryInVain()).isEqualTo(2);
        assertThat(looksAfterATryInVain()).isEqualTo(4);
        for (int i = 0; i < 10; i++) looksAfterATryInVain();
        assertThat(looksAfterATryInVain()).isEqualTo(Backoff.RARELY);
    }

    @Test
    void oneThatWasRightBeginsAnew() {
        head.looked(Optional.of(FIRST));
        for (int i = 0; i < 10; i++) looksAfterATryInVain();

        head.wasRight(SECOND);

        assertThat(head.toTry()).contains(SECOND);
        assertThat(looksAfterATryInVain()).isEqualTo(1);
    }

    @Test
    void onceGivenUpNothingIsTried() {
        head.looked(Optional.of(FIRST));

        head.giveUp();
        head.wasRight(SECOND);

        assertThat(head.toTry()).isEmpty();
    }

    private int looksAfterATryInVain() {
        head.wasWrong();
        int looks = 0;
        while (head.toTry().isEmpty()) {
            head.looked(Optional.of(FIRST));
            looks++;
        }
        return looks;
    }
}
