package dev.mastio.proxy.auth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTextsTest {

    @Test
    void keepsNothingUnderATextThatIsTooLong() {
        RecentTexts<Integer> texts = new RecentTexts<>(2, 3);

        texts.put("abc", 1);
        texts.put("abcd", 2);

        assertThat(texts.get("abc")).isEqualTo(1);
        assertThat(texts.get("abcd")).isNull();
    }
}
