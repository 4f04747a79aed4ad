package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The client's half of the opening handshake. Against header injection: the client checks each word that a caller
 * passes.
 */
class ClientHandshakeTest {
    private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.US_ASCII);
    private static final String GOOD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n"
            + "Connection: keep-alive, upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    @Test
    void theRequestIsWrittenOut() {
        ClientHandshake handshake = ClientHandshake.of(
                URI.create("ws://example.org:8080/a%20b?c=d"),
                List.of("x", "y"),
                null,
                Headers.of("Origin", "http://o"),
                NONCE);
        assertThat(new String(handshake.bytes().array(), StandardCharsets.ISO_8859_1))
                .isEqualTo("GET /a%20b?c=d HTTP/1.1\r\nHost: example.org:8080\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: x, y\r\nOrigin: http://o\r\n\r\n");
    }

    @Test
    void theServerUnderstandsIt() throws HeadException, HandshakeException {
        ClientHandshake client = of("ws://localhost/", "b", "a");
        RequestHead request = Heads.request(new String(client.bytes().array(), StandardCharsets.ISO_8859_1));
        assertThat(request).isEqualTo(client.request());
        assertThat(ServerHandshake.check(request)).isNull();
        HandshakeResult.Accepted served = ServerHandshake.accept(request, List.of("a", "b"), null, Headers.EMPTY);
        assertThat(client.check(served.response()).subprotocol()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "ws://a a /",
                "ws://a:80/x a /x",
                "WSS://a:443?q a /?q",
                "wss://a:80 a:80 /",
                "ws://a:443/ a:443 /",
                "ws://[::1]:9/ [::1]:9 /",
                "wss://[::1] [::1] /",
                "ws://my_host:1/ my_host:1 /",
                "ws://a:/ a /",
                "ws://ä/ xn--4ca /",
                "ws://ä:81/x xn--4ca:81 /x",
                "ws://127.1:8/ 127.1:8 /",
                "ws://A.b.:8/ A.b.:8 /",
                "ws://a/ö?ä a /%C3%B6?%C3%A4",
                "ws://a/x%2Fy/../z a /x%2Fy/../z"
            })
    void hostAndTargetFollowFromTheUri(String uri, String host, String target) {
        RequestHead request = of(uri).request();
        assertThat(request.headers().all("Host")).containsExactly(host);
        assertThat(request.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a/",
                "a",
                "ws://a/#x",
                "ws://u:p@a/",
                "ws:///x",
                "ws://:80/",
                "ws://a:65536/",
                "ws://a%20b/",
                "ws://straße/",
                "ws://a:99999/",
                "ws:a",
                "ws://a:0/"
            })
    void aUriThatIsNoneIsRefused(String uri) {
        assertThatThrownBy(() -> of(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCallersWordsAreChecked() {
        assertThatThrownBy(() -> of("ws://a/", "a\r\nX: 1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of("ws://a/", "a", "a")).isInstanceOf(IllegalArgumentException.class);
        for (String own :
                new String[] {"Host", "Sec-WebSocket-Key", "sec-websocket-version", "Sec-WebSocket-Protocol"}) {
            assertThatThrownBy(() ->
                            ClientHandshake.of(URI.create("ws://a/"), List.of(), null, Headers.of(own, "x"), NONCE))
                    .hasMessageContaining("belongs to the handshake");
        }
        assertThatThrownBy(
                        () -> ClientHandshake.of(URI.create("ws://a/"), List.of(), null, Headers.EMPTY, new byte[15]))
                .hasMessageContaining("16 bytes");
    }

    @Test
    void aGoodAnswerIsAccepted() throws Exception {
        HandshakeResult.Accepted accepted = of("ws://a/").check(Heads.response(GOOD + "\r\n"));
        assertThat(accepted.subprotocol()).isNull();
        assertThat(accepted.deflate()).isNull();
        assertThat(of("ws://a/", "x")
                        .check(Heads.response(GOOD + "Sec-WebSocket-Protocol: x\r\n\r\n"))
                        .subprotocol())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "101 Switching Protocols|404 Gone Fishing|status 101|404 Gone Fishing",
                "101 Switching Protocols|200|status 101|200",
                "HTTP/1.1|HTTP/1.0|HTTP/1.1|HTTP/1.0",
                "Upgrade: WebSocket|Upgrade: h2c|Upgrade: websocket|\"h2c\"",
                "Upgrade: WebSocket|Upgrade: websocket, h2c|Upgrade: websocket|\"websocket, h2c\"",
                "Upgrade: WebSocket|X: y|Upgrade: websocket|nothing",
                "keep-alive, upgrade|close|Connection: Upgrade|\"close\"",
                "s3pPLM|S3pPLM|s3pPLMBiTxaQ9kYGzzhZRbK+xOo=|\"S3pPLMBi",
                "Sec-WebSocket-Accept|X|s3pPLMBiTxaQ9kYGzzhZRbK+xOo=|nothing"
            })
    void aWrongAnswerIsNamed(String good, String bad, String expected, String came) throws HeadException {
        ResponseHead response = Heads.response(GOOD.replace(good, bad) + "\r\n");
        assertThatThrownBy(() -> of("ws://a/").check(response))
                .isInstanceOfSatisfying(HandshakeException.class, e -> {
                    assertThat(e.response()).isSameAs(response);
                    assertThat(e.status()).isEqualTo(response.status());
                    assertThat(e.headers()).isSameAs(response.headers());
                })
                .hasMessageContaining(
                        "expected %s", expected.startsWith("s3") ? "Sec-WebSocket-Accept: " + expected : expected)
                .hasMessageContaining("got " + came);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Sec-WebSocket-Protocol: y\r\n",
                "Sec-WebSocket-Protocol: X\r\n",
                "Sec-WebSocket-Protocol: x, x\r\n",
                "Sec-WebSocket-Protocol:\r\n",
                "Sec-WebSocket-Protocol: x\r\nSec-WebSocket-Protocol: x\r\n",
                "Sec-WebSocket-Extensions: permessage-deflate\r\n",
                "Sec-WebSocket-Extensions: x\r\n",
                "Sec-WebSocket-Extensions: ;\r\n",
                "Sec-WebSocket-Extensions:\r\nSec-WebSocket-Extensions:\r\n"
            })
    void whatWasNotAskedForIsRefused(String lines) throws HeadException {
        ResponseHead response = Heads.response(GOOD + lines + "\r\n");
        assertThatThrownBy(() -> of("ws://a/", "x").check(response)).isInstanceOf(HandshakeException.class);
    }

    @Test
    void aRedirectSaysWhereItLeads() throws HeadException {
        ResponseHead response = Heads.response("HTTP/1.1 302 Found\r\nLocation: ws://b/\r\n\r\n");
        assertThatThrownBy(() -> of("ws://a/").check(response))
                .hasMessageContaining("302 Found; redirects are not followed, this one leads to \"ws://b/\"");
    }

    @Test
    void aRefusalTakesWhatCameOfTheBody() {
        ResponseHead response = new ResponseHead("HTTP/1.1", 403, "", Headers.EMPTY);
        HandshakeException bare = new HandshakeException("no", response, new byte[0]);
        bare.initCause(new HeadException(400, "why"));
        byte[] body = {1, 2};
        HandshakeException full = bare.withBody(body);
        body[0] = 9;
        full.body()[1] = 9;
        assertThat(full.body()).containsExactly(1, 2);
        assertThat(full).hasMessage("no; the server says \"\\u{1}\\u{2}\"").hasCause(bare.getCause());
        assertThat(full.response()).isSameAs(response);
        assertThat(full.getStackTrace()).isEqualTo(bare.getStackTrace());
        HandshakeException none = new HandshakeException("gone", null, new byte[0]).withBody(new byte[0]);
        assertThat(none.status()).isZero();
        assertThat(none.headers()).isSameAs(Headers.EMPTY);
        assertThat(none.response()).isNull();
    }

    private static ClientHandshake of(String uri, String... subprotocols) {
        return ClientHandshake.of(URI.create(uri), List.of(subprotocols), null, Headers.EMPTY, NONCE);
    }
}
