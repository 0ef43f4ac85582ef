package dev.mastio.proxy.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventTest {

    @Test
    void leavesATextThatFitsAsItIs() {
        String longest = "x".repeat(AuditEvent.DETAIL_LIMIT);

        assertThat(AuditEvent.shortened(longest)).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\u20ac", "\ud83d\ude00"})
    void cutsALongerOneAndSaysSo(String character) {
        String cut = AuditEvent.shortened(character.repeat(AuditEvent.DETAIL_LIMIT + 1));

        assertThat(cut).startsWith(character).endsWith(" \u2026 (cut)");
        assertThat(cut.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(AuditEvent.DETAIL_LIMIT);
        AuditEvent.Action action = AuditEvent.Action.of("acme::alice", "tool_execute", "error");
        assertThat(action.detail(cut).detail()).isEqualTo(cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "\u0000", "x\ud83d"})
    void cutsWhatIsTooLongOnceItIsMadeStorable(String character) {
        AuditEvent.Action action = AuditEvent.Action.of("acme::alice", "tool_execute", "error");
        String longest = character.repeat(AuditEvent.DETAIL_LIMIT / character.length());

        String cut = AuditEvent.shortened(longest);

        assertThat(action.detail(cut).detail()).isEqualTo(cut).endsWith(" \u2026 (cut)");
    }

    @Test
    void namesOfRequestsAreCutWhereTheyAreLongerThanAnybodyNeeds() {
        String longest = "r".repeat(AuditEvent.ID_LIMIT);

        assertThat(AuditEvent.shortenedId(longest)).isEqualTo(longest);
        assertThat(AuditEvent.shortenedId(longest + "r"))
                .startsWith("rrrr")
                .endsWith(" \u2026 (cut)")
                .hasSizeLessThan(AuditEvent.ID_LIMIT);
    }
}
