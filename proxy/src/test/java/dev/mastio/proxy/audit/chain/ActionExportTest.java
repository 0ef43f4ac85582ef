package dev.mastio.proxy.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionExportTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Tool not found", "\"row_hash\":\"\"", "{\"row_hash\":\"\"}", "\\\"row_hash\":\"\"", "é\n"})
    void detailsAreTheCanonicalFormOfTheirFieldsWhateverTheyHold(@Nullable String text) {
        ActionRow row = new ActionRow(7, "now", "a", "b", text, "ok", text, text, 12.5, text, text);
        ObjectNode expected = Json.object();
        for (String field : new String[] {"detail", "dpop_jkt", "on_behalf_of_user_id", "request_id", "tool_name"}) {
            if (text != null) {
                expected.put(field, text);
            }
        }
        expected.put("duration_ms", 12.5).put("row_hash", "abc");

        assertThat(ActionExport.of(row, "abc").details()).isEqualTo(CanonicalJson.text(expected));
    }
}
