package dev.mastio.proxy.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.Vectors;
import dev.mastio.proxy.wire.Json;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

    @Test
    void sortsKeysByCodePointsAndEscapesWhatIsNotAscii() throws Exception {
        String given = """
                {"b": 1, "a": [1, 2.0, null, true], "\u00e9": "/\\"\\\\\\n\\u007f\\u0001\ud83d\ude00", "\ud83d\ude00": 2, "\uffff": 1, \
                "empty": {}, "none": []}""";

        assertThat(CanonicalJson.text(Json.read(given)))
                .isEqualTo(
                        "{\"a\":[1,2.0,null,true],\"b\":1,\"empty\":{},\"none\":[],"
                                + "\"\\u00e9\":\"/\\\"\\\\\\n\\u007f\\u0001\\ud83d\\ude00\",\"\\uffff\":1,\"\\ud83d\\ude00\":2}");
    }

    @Test
    void writesThePayloadOfTheContractsVectorAsItIsSigned() throws Exception {
        String signed = Vectors.of("messages").path("payload_json").textValue();
        ObjectNode disordered = Json.object();
        new ArrayList<>(Json.read(signed).properties())
                .reversed()
                .forEach(field -> disordered.set(field.getKey(), field.getValue()));

        assertThat(CanonicalJson.text(disordered)).isEqualTo(signed);
    }

    /** Expected values from Python's json.dumps. */
    @ParameterizedTest
    @CsvSource({
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "123456.789, 123456.789",
        "1e22, 1e+22",
        "1.5e300, 1.5e+300",
        "-2.5, -2.5",
        "5e-324, 5e-324",
        "2e-323, 2e-323",
        "0.1, 0.1",
        "100.0, 100.0",
        "0.3333333333333333, 0.3333333333333333",
        "-0.0, -0.0",
        "12345678901234567890, 12345678901234567890"
    })
    void writesNumbersWithTheFewestDigits(String given, String expected) throws Exception {
        assertThat(CanonicalJson.text(Json.read(given))).isEqualTo(expected);
    }
}
