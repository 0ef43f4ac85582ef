package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    @ParameterizedTest
    @CsvSource({
        "http://$(HOST):80, http://db:80",
        "$(HOST)$(HOST), dbdb",
        "$(UNKNOWN), $(UNKNOWN)",
        "$$(HOST), $(HOST)",
        "$HOST, $HOST",
        "$(HOST, $(HOST",
        "5$, 5$",
    })
    void replacesKnownNamesOnly(String text, String expanded) {
        assertThat(Expansion.expand(text, Map.of("HOST", "db"))).isEqualTo(expanded);
    }
}
