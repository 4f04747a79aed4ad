package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.KEY;
import static io.wsloop.handshake.Heads.UPGRADE;
import static io.wsloop.handshake.Heads.request;
import static io.wsloop.handshake.Heads.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's half of the opening handshake. Against request smuggling, header injection and cross-site hijacking. */
class ServerHandshakeTest {
    /** Each row holds the status, the request line, and the fields in place of the good ones. A slash ends a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "405|POST / HTTP/1.1|{good}",
                "405|get / HTTP/1.1|{good}",
                "405|HEAD / HTTP/1.1|{good}",
                "400|GET / HTTP/1.1|{good}Content-Length: 1~",
                "400|GET / HTTP/1.1|{good}Transfer-Encoding: chunked~",
                "400|GET / HTTP/1.1|Host: a~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: {key}~",
                "400|GET / HTTP/1.1|Host: a~Upgrade: websocket2, web socket~Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: {key}~",
                "400|GET / HTTP/1.1|Host: a~Upgrade: websocket~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: {key}~",
                "400|GET / HTTP/1.1|Host: a~Upgrade: websocket~Connection: keep-alive~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: {key}~",
                "426|GET / HTTP/1.1|Host: a~Upgrade: websocket~Connection: upgrade~Sec-WebSocket-Version: 8~",
                "426|GET / HTTP/1.1|Host: a~Upgrade: websocket~Connection: upgrade~Sec-WebSocket-Version: 013~",
                "426|GET / HTTP/1.1|Host: a~Upgrade: websocket~Connection: upgrade~Sec-WebSocket-Version: 13, 8~",
                "400|GET / HTTP/1.1|Host: a~Upgrade: websocket~Connection: upgrade~Sec-WebSocket-Key: {key}~",
                "400|GET / HTTP/1.1|Host: a~Upgrade: websocket~Connection: upgrade~Sec-WebSocket-Version: 13~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Version: 13~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Key: {key}~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Extensions: a; b=~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Protocol: a b~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Protocol: a, a~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Protocol: ,~",
                "400|GET / HTTP/1.1|{good}Sec-WebSocket-Protocol: a~Sec-WebSocket-Protocol: b,a~"
            })
    void whatBreaksARuleOfTheHandshakeIsRefused(int status, String line, String fields) throws HeadException {
        RequestHead head = request(line + "\r\n"
                + fields.replace("~", "\r\n").replace("{good}", UPGRADE).replace("{key}", KEY) + "\r\n");
        assertThat(ServerHandshake.isUpgrade(head)).isTrue();
        HandshakeResult.Rejected refusal = ServerHandshake.check(head);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.message().isEmpty()).isEqualTo(line.startsWith("HEAD"));
        assertThat(refusal.headers().first("Allow")).isEqualTo(status == 405 ? "GET" : null);
        assertThat(refusal.headers().first("Sec-WebSocket-Version")).isEqualTo(status == 426 ? "13" : null);
        assertThat(refusal.headers().first("Upgrade")).isEqualTo(status == 426 ? "websocket" : null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AQIDBAUGBwgJCgsMDQ4P",
                "AQIDBAUGBwgJCgsMDQ4PEBE=",
                "!!!!!!!!!!!!!!!!!!!!!!==",
                "AQIDBAUGBwgJCgsMDQ4PEA",
                "AQIDBAUGBwgJCgsMDQ4PEB==",
                "AQIDBAUGBwgJCgsMDQ4PE===",
                "AQIDBAUGBwgJCgsMDQ4P-A==",
                "AQIDBAUGBwgJCgsMDQ4P A==",
                "AQIDBAUGBwgJCgsMDQ4PEA==,",
                "AQIDBAUGBwgJCgsMDQ4PEA=A",
                "[QIDBAUGBwgJCgsMDQ4PEA==",
                "@QIDBAUGBwgJCgsMDQ4PEA=="
            })
    void aKeyThatIsNotTheBase64OfSixteenBytesIsRefused(String key) throws HeadException {
        RequestHead head = request("GET / HTTP/1.1\r\n" + UPGRADE.replace(KEY, key) + "\r\n");
        HandshakeResult.Rejected refusal = ServerHandshake.check(head);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.message()).contains("exactly 16 bytes");
        assertThatThrownBy(() -> ServerHandshake.accept(head, List.of(), null, Headers.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did not pass check()");
    }

    @Test
    void listsOfTokensInAnyCaseAndOverSeveralLinesAreRead() throws HeadException {
        RequestHead head = request("GET /x HTTP/1.1\r\nHost: a\r\nupgrade: h2c\r\nUPGRADE: , WebSocket\r\n"
                + "connection: keep-alive, UPGRADE\r\nsec-websocket-version: 13\r\nContent-Length: 0\r\n"
                + "sec-websocket-key: AQIDBAUGBwgJCgsMDQ4+/w==\r\nSec-WebSocket-Extensions:\r\n\r\n");
        assertThat(ServerHandshake.check(head)).isNull();
    }

    @Test
    void otherVersionsOfHttpAreRefused() throws HeadException {
        RequestHead old =
                new RequestHead("GET", "/", "HTTP/1.0", "/", "", upgrade("").headers());
        HandshakeResult.Rejected refusal = ServerHandshake.check(old);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(426);
        assertThat(refusal.message()).contains("HTTP/1.1").contains("not HTTP/1.0");
        assertThat(refusal.headers().first("Upgrade")).isEqualTo("websocket");
    }

    @Test
    void plainHttpIsNoUpgrade() throws HeadException {
        assertThat(ServerHandshake.isUpgrade(request("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n")))
                .isFalse();
        assertThat(ServerHandshake.isUpgrade(request("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\n\r\n")))
                .isTrue();
    }

    @Test
    void theExampleOfTheRfcIsAccepted() throws HeadException {
        HandshakeResult.Accepted accepted =
                ServerHandshake.accept(upgrade(""), List.of(), null, Headers.of("Set-Cookie", "a=b"));
        assertThat(text(accepted.bytes().array()))
                .isEqualTo("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSet-Cookie: a=b\r\n\r\n");
        assertThat(accepted.subprotocol()).isNull();
        assertThat(accepted.deflate()).isNull();
    }

    @Test
    void theServersOrderDecidesAmongTheSubprotocols() throws HeadException {
        RequestHead head = upgrade("Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Protocol: c\r\n");
        assertThat(ServerHandshake.check(head)).isNull();
        assertThat(ServerHandshake.offeredSubprotocols(head)).containsExactly("a", "b", "c");
        HandshakeResult.Accepted accepted = ServerHandshake.accept(head, List.of("x", "c", "a"), null, Headers.EMPTY);
        assertThat(accepted.subprotocol()).isEqualTo("c");
        assertThat(accepted.response().headers().all("Sec-WebSocket-Protocol")).containsExactly("c");
        assertThat(ServerHandshake.accept(head, List.of("A"), null, Headers.EMPTY)
                        .subprotocol())
                .isNull();
    }

    @Test
    void aCallerChoosesWhatWasOfferedAndNothingElse() throws HeadException {
        RequestHead head = upgrade("Sec-WebSocket-Protocol: a, b\r\n");
        assertThat(ServerHandshake.acceptWith(head, "b", null, Headers.EMPTY).subprotocol())
                .isEqualTo("b");
        assertThat(ServerHandshake.acceptWith(head, null, null, Headers.EMPTY)
                        .response()
                        .headers()
                        .contains("Sec-WebSocket-Protocol"))
                .isFalse();
        for (String other : new String[] {"c", "B", "", "a\r\nX: 1"}) {
            assertThatThrownBy(() -> ServerHandshake.acceptWith(head, other, null, Headers.EMPTY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[a, b]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upgrade",
                "Connection",
                "Sec-WebSocket-Accept",
                "Sec-WebSocket-Extensions",
                "Content-Length",
                "Transfer-Encoding"
            })
    void anApplicationsFieldsDoNotContradictTheHandshake(String name) throws HeadException {
        RequestHead head = upgrade("");
        assertThatThrownBy(() -> ServerHandshake.accept(head, List.of(), null, Headers.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belongs to the handshake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "a\r\nX: 1", "a,b"})
    void aServersSubprotocolMustBeAToken(String subprotocol) throws HeadException {
        RequestHead head = upgrade("");
        assertThatThrownBy(() -> ServerHandshake.accept(head, List.of(subprotocol), null, Headers.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServerHandshake.accept(head, List.of("a", "a"), null, Headers.EMPTY))
                .hasMessageContaining("twice");
    }

    @Test
    void theKeyOfTheRfcIsAnsweredAsItSays() {
        assertThat(ServerHandshake.acceptKey(KEY)).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true,a.org,false,-",
                "true,a.org,false,http://a.org",
                "true,a.org,false,http://a.org:80",
                "true,a.org:80,false,http://a.org",
                "true,A.org,false,HTTP://a.ORG",
                "true,a.org:81,false,http://a.org:81",
                "true,a.org,true,https://a.org:443",
                "true,[::1]:81,false,http://[::1]:81",
                "false,a.org,false,null",
                "false,a.org,false,https://a.org",
                "false,a.org,true,http://a.org",
                "false,a.org,false,http://a.org:81",
                "false,a.org:81,false,http://a.org",
                "false,a.org,true,https://a.org:80",
                "false,a.org,false,http://xa.org",
                "false,a.org,false,http://x.a.org",
                "false,a.org,false,http://a.org.evil.org",
                "false,a.org,false,http://a.or",
                "false,a.org,false,http://a.org@evil.org",
                "false,a.org,false,http://evil.org/a.org",
                "false,a.org,false,http://a.org/",
                "false,a.org,false,http://a.org http://evil.org",
                "false,a.org,false,a.org",
                "false,a.org,false,http://",
                "false,a.org,false,http:a.org",
                "false,a.org,false,ws://a.org",
                "false,a.org,false,''"
            })
    void onlyTheOwnOriginIsTheSame(boolean same, String host, boolean secure, String origin) throws HeadException {
        RequestHead head = request("GET / HTTP/1.1\r\nHost: " + host + "\r\n"
                + (origin == null ? "" : "Origin: " + origin + "\r\n") + "\r\n");
        assertThat(ServerHandshake.isSameOrigin(head, secure)).isEqualTo(same);
    }

    @Test
    void severalOriginsAreNoneAndAnAbsoluteTargetCounts() throws HeadException {
        assertThat(ServerHandshake.isSameOrigin(
                        upgrade("Origin: http://localhost\r\nOrigin: http://localhost\r\n"), false))
                .isFalse();
        RequestHead absolute = request("GET http://b/ HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\n\r\n");
        assertThat(ServerHandshake.isSameOrigin(absolute, false)).isFalse();
    }

    @Test
    void aRequestWithoutAHostHasNoOriginOfItsOwn() {
        Headers none = Headers.of("Origin", "http://a");
        assertThat(ServerHandshake.isSameOrigin(new RequestHead("GET", "/", "HTTP/1.1", "/", "", none), false))
                .isFalse();
        Headers bad = Headers.of("Origin", "http://a", "Host", "a b");
        assertThat(ServerHandshake.isSameOrigin(new RequestHead("GET", "/", "HTTP/1.1", "/", "", bad), false))
                .isFalse();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
