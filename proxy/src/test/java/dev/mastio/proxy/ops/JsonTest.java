package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void quotesWhatWouldEndOrBreakTheString() {
        assertThat(Json.quoted("a \"b\" \\ c\nd\te — é")).isEqualTo("\"a \\\"b\\\" \\\\ c\\nd\\u0009e — é\"");
    }
}
