package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses. Against header injection: a reason phrase with CR, LF or NUL is refused. */
class ResponseWriterTest {
    @Test
    void aResponseIsWrittenAsItIs() {
        ResponseHead head = new ResponseHead("HTTP/1.1", 200, "OK", Headers.of("A", "ä", "B", ""));
        assertThat(text(ResponseWriter.bytes(head, new byte[] {'x'}).array()))
                .isEqualTo("HTTP/1.1 200 OK\r\nA: ä\r\nB: \r\n\r\nx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: 1", "\n", "\0", "\u0100"})
    void aReasonThatLeavesItsLineIsRefused(String reason) {
        ResponseHead head = new ResponseHead("HTTP/1.1", 200, reason, Headers.EMPTY);
        assertThatThrownBy(() -> ResponseWriter.bytes(head, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 600, 1000})
    void aStatusThatIsNoneIsRefused(int status) {
        ResponseHead head = new ResponseHead("HTTP/1.1", status, "", Headers.EMPTY);
        assertThatThrownBy(() -> ResponseWriter.bytes(head, new byte[0])).hasMessageContaining("100 to 599");
        assertThatThrownBy(() -> new HandshakeResult.Rejected(status, "", Headers.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalEndsTheConnectionAndFramesItsBody() {
        HandshakeResult.Rejected refusal = new HandshakeResult.Rejected(
                403, "nö\r\nX: 1", Headers.of("connection", "keep-alive", "Content-Length", "7", "X-Why", "so"));
        assertThat(new String(refusal.bytes().array(), StandardCharsets.UTF_8))
                .isEqualTo("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 10\r\nX-Why: so\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n\r\nnö\r\nX: 1\n");
    }

    @Test
    void aRefusalMayBringItsOwnTypeAndNoBody() {
        HandshakeResult.Rejected refusal =
                new HandshakeResult.Rejected(426, "", Headers.of("Upgrade", "websocket", "Content-Type", "text/html"));
        assertThat(text(refusal.bytes().array()))
                .isEqualTo("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nContent-Type: text/html\r\n"
                        + "Connection: close, Upgrade\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void aBadHeadIsRefusedWithItsOwnStatus() {
        assertThat(HandshakeResult.Rejected.of(new HeadException(431, "too long")))
                .isEqualTo(new HandshakeResult.Rejected(431, "too long", Headers.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                100, 101, 200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 408, 409,
                410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 426, 429, 431, 500, 501, 502, 503, 504, 505
            })
    void everyStatusInUseHasItsPhrase(int status) {
        assertThat(ResponseWriter.reason(status)).matches("[A-Z][A-Za-z -]+");
    }

    @Test
    void aStatusWithoutAPhraseHasAnEmptyOne() {
        assertThat(ResponseWriter.reason(299)).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
