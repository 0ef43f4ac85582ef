package dev.mastio.proxy.registry.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathScopeTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/*, /v1/llm/chat, true",
        "/v1/*, /v1/, true",
        "/v1/*, /v1, false",
        "/v1/*, /v1x/llm, false",
        "/v1/*, /v2/llm, false",
        "/v1/*, x/v1/llm, false",
        "/v1/llm/chat, /v1/llm/chat, true",
        "/v1/llm/chat, /v1/llm/chat/, false",
        "/v1/llm/chat, /v1/llm/cha, false",
        "/v1/llm/chat, /v1/LLM/chat, false",
        "/v1/*/chat, /v1/llm/chat, true",
        "/v1/*/chat, /v1/a/b/chat, true",
        "/v1/*/chat, /v1/chat, false",
        "/v1/*a*b, /v1/xaxxbxab, true",
        "/v1/*a*b, /v1/xaxxbxa, false",
        "*, /proxy/login, true",
        "/v1/**, /v1/llm, true",
        "/v1/llm?, /v1/llmx, false",
        "/v1/[l]lm, /v1/llm, false",
        "/v1/l.m, /v1/llm, false",
        "/v1/egress/*, /v1/egress/agents/spiffe://td/acme/alice/public-key, true",
    })
    void isMatchedFromTheBeginningToTheEndAndAStarGoesOverSlashes(String pattern, String path, boolean allowed) {
        assertThat(new PathScope(List.of(pattern)).allows(path)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/llm/../egress/send",
                "/v1/llm/..",
                "/v1/./llm/chat",
                "/v1/llm/.",
                "/v1/llm/%2e%2e/egress",
                "/v1/llm/..%2fegress",
                "/v1/llm/%252e%252e/egress",
                "/v1/llm/..\\egress",
                "/v1/llm/..;/egress",
                "/v1/llm/a;b/egress",
                "/v1/llm/a b",
                "/v1/llm/a\nb",
            })
    void noPathThatMayBeReadAsAnotherIsInAnyScope(String path) {
        assertThat(new PathScope(List.of("/v1/llm/*")).allows(path)).isFalse();
        assertThat(new PathScope(List.of("*")).allows(path)).isFalse();
        assertThat(new PathScope(List.of(path)).allows(path)).isFalse();
        assertThat(PathScope.isPattern(path)).isFalse();
    }

    @Test
    void dotsWithinANameAreNoSegmentsThatGoUp() {
        assertThat(PathScope.DEFAULT.allows("/v1/models/gpt-4.1/..x/...")).isTrue();
    }

    @Test
    void oneOfSeveralPatternsIsEnoughAndNoneIsNot() {
        assertThat(new PathScope(List.of("/v1/llm/*", "/v1/models")).allows("/v1/models"))
                .isTrue();
        assertThat(new PathScope(List.of()).allows("/v1/models")).isFalse();
    }

    @Test
    void manyStarsTakeNoLongTime() {
        PathScope stars = new PathScope(List.of("/" + "*a".repeat(127)));

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(stars.allows("/" + "a".repeat(8_000) + "b")).isFalse());
    }
}
