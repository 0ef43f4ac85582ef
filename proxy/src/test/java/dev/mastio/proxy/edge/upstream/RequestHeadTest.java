package dev.mastio.proxy.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    private final HeaderMap written = new HeaderMap();

    @ParameterizedTest
    @ValueSource(strings = {"1\r\n\r\nPOST /v1/egress/x HTTP/1.1", "1\r2", "1\n2", "1\u00002", "1\u007f2"})
    void writesNoFieldThatIsMoreThanOne(String value) {
        RequestHead.copy(new HeaderMap().put(new HttpString("x-a"), value), written);

        assertThat(written).isEmpty();
    }

    @Test
    void writesNoNameThatIsAFieldOfItsOwn() {
        RequestHead.copy(new HeaderMap().put(new HttpString("x-real-ip:6.6.6.6"), ""), written);

        assertThat(written).isEmpty();
    }

    @Test
    void writesTabsAndForeignLetters() {
        RequestHead.copy(new HeaderMap().put(new HttpString("x-a"), "1\t\u00e9"), written);

        assertThat(written.getFirst("x-a")).isEqualTo("1\t\u00e9");
    }
}
