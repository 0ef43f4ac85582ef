package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {

    private final ResponseParser parser = new ResponseParser(new Needle("\"status\""));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-LENGTH:  15 \r\n\r\n{\"status\":\"ok\"}",
                "HTTP/1.1 200 \nContent-Length: 15\n\n{\"status\":\"ok\"}",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n7\r\n{\"statu\r\n8\r\ns\":\"ok\"}\r\n0\r\nX: y\r\n\r\n"
            })
    void readsAnAnswerWhereverItIsCut(String answer) throws ProtocolException {
        byte[] bytes = bytes(answer);
        for (int piece = 1; piece <= bytes.length; piece++) {
            parser.reset();
            for (int at = 0; at < bytes.length; at += piece) {
                assertThat(parser.done()).isFalse();
                parser.feed(bytes, at, Math.min(at + piece, bytes.length));
            }
            assertThat(parser.done()).isTrue();
            assertThat(parser.status()).isEqualTo(200);
            assertThat(parser.bodyMatches()).isTrue();
            assertThat(parser.keepAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, '', true",
        "HTTP/1.1 200 OK, 'Connection: close', false",
        "HTTP/1.1 200 OK, 'connection: Keep-Alive, CLOSE', false",
        "HTTP/1.0 200 OK, '', false",
        "HTTP/1.0 200 OK, 'Connection: keep-alive', true"
    })
    void knowsWhetherTheConnectionLivesOn(String statusLine, String header, boolean livesOn) throws ProtocolException {
        byte[] answer =
                bytes(statusLine + "\r\nContent-Length: 0\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n");

        parser.feed(answer, 0, answer.length);

        assertThat(parser.done()).isTrue();
        assertThat(parser.keepAlive()).isEqualTo(livesOn);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void expectsNoBodyWhereThereIsNone(int status) throws ProtocolException {
        byte[] answer = bytes("HTTP/1.1 " + status + " X\r\n\r\n");

        parser.feed(answer, 0, answer.length);

        assertThat(parser.done()).isTrue();
        assertThat(parser.status()).isEqualTo(status);
    }

    @Test
    void stopsAtTheEndOfAnAnswerSoThatWhatFollowsIsNoticed() throws ProtocolException {
        byte[] answers = bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 500 Surprise\r\n");

        int end = parser.feed(answers, 0, answers.length);

        assertThat(new String(answers, end, answers.length - end, StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 500");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9\r\n",
                "HTTP/2 200\r\n",
                "HTTP/1.1 2x0 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"
            })
    void refusesWhatIsNotHttp(String answer) {
        byte[] bytes = bytes(answer);

        assertThatThrownBy(() -> parser.feed(bytes, 0, bytes.length)).isInstanceOf(ProtocolException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
