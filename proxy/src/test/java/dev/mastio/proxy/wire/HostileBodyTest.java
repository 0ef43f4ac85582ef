package dev.mastio.proxy.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileBodyTest {

    @Test
    void refusesMoreTokensThanAnyFieldsHave() throws Exception {
        String most = "{\"a\":[" + "0,".repeat(994) + "0]}";

        assertThat(Json.read(most.getBytes(UTF_8)).path("a")).hasSize(995);
        assertThatThrownBy(() -> Fields.of(("{\"a\":[" + "0,".repeat(996) + "0]}").getBytes(UTF_8)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(422);
                    assertThat(refusal.detail().toString()).contains("json_invalid");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void takesOnlyUtf8HoweverLong(int length) throws Exception {
        byte[] text = ("\"" + "é".repeat(length) + "\"").getBytes(UTF_8);

        assertThat(Json.read(text).textValue()).isEqualTo("é".repeat(length));
        text[text.length - 2] = (byte) 0xff;
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> Json.read(" ".repeat(length).concat("1 2").getBytes(UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000})
    void refusesWhatHoldsNoValueHoweverLong(int length) {
        byte[] blank = " ".repeat(length).getBytes(UTF_8);

        assertThatThrownBy(() -> Json.read(blank)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Json.readArguments(blank)).isInstanceOf(IOException.class);
    }

    @Test
    void knowsTheSizeOfATreeBefore() {
        assertThat(TreeSize.atMost("{\"a\":[1,2]}".getBytes(UTF_8), false)).isEqualTo(7 * 80 + 11 * 2);
        assertThat(TreeSize.atMost("[[[no".getBytes(UTF_8), false)).isEqualTo(3 * 80 + 5 * 2);
        assertThat(TreeSize.atMost(new byte[0], false)).isZero();
    }

    @Test
    void refusesMoreFieldsThanAFormHas() throws Exception {
        assertThat(FormBody.of(("a=1" + "&b=2".repeat(99)).getBytes(UTF_8)).text("b"))
                .isEqualTo("2");
        assertThatThrownBy(() -> FormBody.of("&".repeat(100).getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }
}
