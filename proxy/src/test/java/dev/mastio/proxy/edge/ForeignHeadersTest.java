package dev.mastio.proxy.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignHeadersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-SSL-Client-Cert",
                "x-ssl-client-verify",
                "X_SSL_CLIENT_CERT",
                "x-SSL_client-Verify",
                "X-SSL-Client-Verify-2",
                "Ssl-Client-Cert",
                "X-Forwarded-Client-Cert",
                "X_Forwarded_Client_Cert",
                "Client-Cert",
                "Client-Cert-Chain",
                "X-Cullis-Mastio-Signature",
                "X-CULLIS-Agent",
                "X_Cullis_Agent",
                "x-cullis-",
                "X-Cullis_Session-Token",
                "X_CULLIS_SESSION_TOKEN"
            })
    void removesWhatOnlyWeMaySay(String name) {
        HeaderMap headers = headers(name);

        ForeignHeaders.remove(headers);

        assertThat(headers.getHeaderNames()).containsExactly(new HttpString("Host"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Cullis-Session-Token",
                "x-cullis-on-behalf-of-user",
                "X-CULLIS-Device-Attestation",
                "X-Request-Id",
                "X-Mastio-Soak",
                "Cookie",
                "Content-Type",
                "Authorization"
            })
    void leavesWhatClientsMaySay(String name) {
        HeaderMap headers = headers(name);

        ForeignHeaders.remove(headers);

        assertThat(headers.contains(name)).isTrue();
    }

    @Test
    void removesAllOfManyAndEveryValueOfEach() {
        HeaderMap headers = headers("X-Request-Id");
        for (int i = 0; i < 50; i++) {
            headers.add(new HttpString("X-Cullis-Agent-" + i), "one").add(new HttpString("X-Cullis-Agent-" + i), "two");
        }

        ForeignHeaders.remove(headers);

        assertThat(headers.size()).isEqualTo(2);
    }

    private static HeaderMap headers(String name) {
        return new HeaderMap().add(new HttpString("Host"), "mastio.example").add(new HttpString(name), "value");
    }
}
