package dev.mastio.suite.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final Wanted KEPT = Wanted.fresh("one", false, false, true);
    private static final Wanted NOT_KEPT = Wanted.fresh("one", false, false, false);

    private final Keys keys = new Keys();

    @Test
    void aKeyThatIsMadeAgainIsToldOnce() {
        assertThat(keys.changes(List.of(root("first")))).isEmpty();
        assertThat(keys.changes(List.of(root("first")))).isEmpty();
        assertThat(keys.changes(List.of(root("second")))).containsExactly("Secret/one-pki was made anew");
        assertThat(keys.changes(List.of(root("second")))).isEmpty();
    }

    @Test
    void whatADeletedInstanceKeepsMustStayTheSameForTheNext() {
        keys.changes(List.of(root("first")));

        keys.forget(KEPT);

        assertThat(keys.changes(List.of(root("second")))).isNotEmpty();
    }

    @Test
    void anInstanceThatKeepsNothingIsFollowedByOneWithOtherKeys() {
        keys.changes(List.of(root("first")));

        keys.forget(NOT_KEPT);

        assertThat(keys.changes(List.of(root("second")))).isEmpty();
    }

    private static Piece root(String content) {
        return new Piece("Secret/one-pki", Optional.empty(), Optional.empty(), Optional.of(content), false);
    }
}
