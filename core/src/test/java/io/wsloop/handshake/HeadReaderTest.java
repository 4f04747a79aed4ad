package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.bytes;
import static io.wsloop.handshake.Heads.refused;
import static io.wsloop.handshake.Heads.request;
import static io.wsloop.handshake.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against request smuggling: a head that two readers could understand differently is refused, and nothing after it is
 * read.
 */
class HeadReaderTest {
    private static final String HOST = "Host: a\r\n";

    @Test
    void aBrowsersHeadIsTakenApart() throws HeadException {
        RequestHead head = request("GET /chat/r%C3%B6om?x=1&y HTTP/1.1\r\nHost: example.org:8080\r\n"
                + "Upgrade: websocket\r\nX-Odd:\t a b \t\r\nx-empty:\r\nX-Latin: \u00e4\r\n\r\n");
        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/chat/r%C3%B6om?x=1&y");
        assertThat(head.version()).isEqualTo("HTTP/1.1");
        assertThat(head.path()).isEqualTo("/chat/röom");
        assertThat(head.query()).isEqualTo("x=1&y");
        assertThat(head.headers().fields())
                .containsExactly(
                        new Headers.Field("Host", "example.org:8080"),
                        new Headers.Field("Upgrade", "websocket"),
                        new Headers.Field("X-Odd", "a b"),
                        new Headers.Field("x-empty", ""),
                        new Headers.Field("X-Latin", "\u00e4"));
        assertThat(head.contentLength()).isEqualTo(-1);
        assertThat(head.isChunked()).isFalse();
    }

    @Test
    void bytesAfterTheHeadStayInTheBuffer() throws HeadException {
        ByteBuffer in = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n\u0081\u0085" + "x".repeat(5000));
        assertThat(HeadReader.of(Limits.defaults()).readRequest(in)).isNotNull();
        assertThat(in.remaining()).isEqualTo(5002);
        assertThat(in.get()).isEqualTo((byte) 0x81);
    }

    @Test
    void headsThatFollowOneAnotherAreReadOneByOne() throws HeadException {
        HeadReader reader = HeadReader.of(Limits.defaults());
        ByteBuffer in = bytes("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nPUT /2 HTTP/1.1\r\nHost: b\r\nX: y\r\n\r\n");
        RequestHead one = reader.readRequest(in);
        assertThat(reader.isIdle()).isTrue();
        RequestHead two = reader.readRequest(in);
        assertThat(one).isEqualTo(new RequestHead("GET", "/1", "HTTP/1.1", "/1", "", Headers.of("Host", "a")));
        assertThat(two)
                .isEqualTo(new RequestHead("PUT", "/2", "HTTP/1.1", "/2", "", Headers.of("Host", "b", "X", "y")));
        assertThat(reader.readRequest(in)).isNull();
    }

    @Test
    void oneEmptyLineBeforeARequestIsPassedOverAndNoOther() throws HeadException {
        HeadReader reader = HeadReader.of(Limits.defaults());
        assertThat(reader.readRequest(bytes("\r"))).isNull();
        assertThat(reader.readRequest(bytes("\n"))).isNull();
        assertThat(reader.isIdle()).isTrue();
        assertThat(reader.readRequest(bytes("G"))).isNull();
        assertThat(reader.isIdle()).isFalse();
        refused(400, "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        refused(400, "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        refused(400, "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(Heads.verdict("\r\nHTTP/1.1 200 OK\r\n\r\n".getBytes(), true))
                .startsWith("400");
    }

    @Test
    void afterAFaultNoByteIsReadAgain() {
        HeadReader reader = HeadReader.of(Limits.defaults());
        assertThatThrownBy(() -> reader.readRequest(bytes("GET / HTTP/1.1\n"))).isInstanceOf(HeadException.class);
        ByteBuffer good = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThatThrownBy(() -> reader.readRequest(good)).hasMessageContaining("not 0x0a");
        assertThat(good.position()).isZero();
        assertThat(reader.isIdle()).isFalse();
    }

    @Test
    void aFaultOfTheWholeHeadIsRememberedToo() {
        HeadReader reader = HeadReader.of(Limits.defaults());
        assertThatThrownBy(() -> reader.readRequest(bytes("GET / HTTP/1.1\r\n\r\n")))
                .hasMessageContaining("0 came");
        assertThatThrownBy(() -> reader.readRequest(bytes("x"))).hasMessageContaining("0 came");
    }

    @Test
    void aReaderWithinARequestReadsNoResponse() throws HeadException {
        HeadReader reader = HeadReader.of(Limits.defaults());
        assertThat(reader.readRequest(bytes("GE"))).isNull();
        assertThatThrownBy(() -> reader.readResponse(bytes("T"))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: 1\nY: 2\r\n",
                "X: 1\r2\r\n",
                "X: 1\r\r\n",
                "X : 1\r\n",
                "X\t: 1\r\n",
                "X: 1\r\n 2\r\n",
                "X: 1\r\n\t2\r\n",
                " X: 1\r\n",
                "X\r\n",
                ": 1\r\n",
                "X Y: 1\r\n",
                "X@: 1\r\n",
                "X\u00e4: 1\r\n",
                "X: \0\r\n",
                "X: \u007f\r\n",
                "X: \u0001\r\n",
                "X\0: 1\r\n",
                "Host: b\r\n",
                "Host: a\r\n",
                "host: a\r\n"
            })
    void aFieldThatBreaksTheSyntaxIsRefused(String lines) {
        refused(400, "GET / HTTP/1.1\r\n" + HOST + lines + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a b", "a/b", "a:b", "a:65536", "a:1:2", "u@a", "[::1", "[]", "[::g]", "[::1]x", "a,b", "é", ":80"
            })
    void aHostThatIsNoneIsRefused(String host) {
        refused(400, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "my_host.example", "127.0.0.1:65535", "[::1]", "[::ffff:1.2.3.4]:80", "a:"})
    void aHostMayBeANameOrAnAddressWithAPort(String host) throws HeadException {
        assertThat(request("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .headers()
                        .first("host"))
                .isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|GET /", "400|GET", "400|'GET / HTTP/1.1 '", "400|GET  / HTTP/1.1", "400|GET /  HTTP/1.1",
                "400|G@T / HTTP/1.1", "400|GET / http/1.1", "400|GET / HTTP/1.1.1", "400|GET / HTTP/11",
                        "400|GET / HTTP/x.1",
                "505|PRI * HTTP/2.0", "505|GET / HTTP/1.2", "505|GET / HTTP/2.0", "505|GET / HTTP/0.9",
                        "505|GET / HTTP/3.1",
                "400|/ HTTP/1.1", "400|' / HTTP/1.1'"
            })
    void aRequestLineThatBreaksTheSyntaxIsRefused(int status, String line) {
        refused(status, line + "\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /hello HTTP/1.0|''",
                "OPTIONS / HTTP/1.0|''",
                "OPTIONS * HTTP/1.0|''",
                "HEAD / HTTP/1.0|Host: a",
                "POST / HTTP/1.0|Content-Length: 3",
                "GET http://a/ HTTP/1.0|''"
            })
    void aRequestOfHttp10PassesWithOrWithoutHost(String line, String field) throws HeadException {
        RequestHead head = request(line + "\r\n" + (field.isEmpty() ? "" : field + "\r\n") + "\r\n");
        assertThat(head.version()).isEqualTo("HTTP/1.0");
        assertThat(head.headers().size()).isEqualTo(line.contains("http:") || !field.isEmpty() ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: a\r\nHost: a\r\n", "Host:\r\n", "Host: a b\r\n", "Transfer-Encoding: chunked\r\n"})
    void aRequestOfHttp10IsFramedWithoutDoubtToo(String lines) {
        refused(400, "POST / HTTP/1.0\r\n" + lines + "\r\n");
    }

    @Test
    void aReaderTellsWhatItHolds() throws HeadException {
        HeadReader reader = HeadReader.of(Limits.defaults());
        assertThat(reader.heldBytes()).isZero();
        byte[] half = ("GET / HTTP/1.1\r\n" + HOST + "X: " + "x".repeat(5_000)).getBytes(StandardCharsets.ISO_8859_1);
        reader.readRequest(ByteBuffer.wrap(half));
        assertThat(reader.heldBytes())
                .isBetween(half.length, 3 * Limits.defaults().maxHeadBytes());
        reader.readRequest(ByteBuffer.wrap("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(reader.heldBytes()).isZero();
    }

    @Test
    void lineEndsAreCrLfEverywhere() {
        refused(400, "GET / HTTP/1.1\n" + HOST + "\r\n");
        refused(400, "GET / HTTP/1.1\rX" + HOST + "\r\n");
        refused(400, "GET / HTTP/1.1\r\n" + HOST + "\n");
        refused(400, "GET / HTTP/1.1\r\n" + HOST + "\rX");
        refused(400, "GET /\r\n" + HOST + "\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|Content-Length: 1\\Content-Length: 2",
                "400|Content-Length: 1\\Content-Length: 1",
                "400|Content-Length: 1, 1",
                "400|Content-Length: -1",
                "400|Content-Length: +1",
                "400|Content-Length: 0x1",
                "400|Content-Length:",
                "400|Content-Length: 1 1",
                "400|Content-Length: 9223372036854775808",
                "400|Content-Length: 99999999999999999999",
                "400|Transfer-Encoding: chunked\\Content-Length: 1",
                "400|Content-Length: 1\\Transfer-Encoding: gzip",
                "400|Transfer-Encoding: chunked, chunked",
                "400|Transfer-Encoding: chunked\\Transfer-Encoding: chunked",
                "400|Transfer-Encoding:",
                "501|Transfer-Encoding: gzip, chunked",
                "501|Transfer-Encoding: identity",
                "501|Transfer-Encoding: xchunked",
                "501|Transfer-Encoding: chunked;a=b",
                "501|Transfer-Encoding: \"chunked\""
            })
    void aBodyThatIsFramedInDoubtIsRefused(int status, String lines) {
        refused(status, "POST / HTTP/1.1\r\n" + HOST + lines.replace("\\", "\r\n") + "\r\n\r\n");
    }

    @Test
    void theBodysFramingIsTold() throws HeadException {
        RequestHead sized = request("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\n");
        assertThat(sized.contentLength()).isEqualTo(Long.MAX_VALUE);
        assertThat(sized.isChunked()).isFalse();
        RequestHead chunked = request("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: , Chunked ,\r\n\r\n");
        assertThat(chunked.contentLength()).isEqualTo(-1);
        assertThat(chunked.isChunked()).isTrue();
    }

    @Test
    void anAbsoluteTargetsAuthorityTakesThePlaceOfHost() throws HeadException {
        RequestHead head = request("GET http://Example.org:81/x?y HTTP/1.1\r\nA: 1\r\nHost: other\r\n\r\n");
        assertThat(head.path()).isEqualTo("/x");
        assertThat(head.query()).isEqualTo("y");
        assertThat(head.headers().all("Host")).containsExactly("Example.org:81");
        assertThat(request("GET WS://a HTTP/1.1\r\nHost: a\r\n\r\n").path()).isEqualTo("/");
        refused(400, "GET http://a/ HTTP/1.1\r\n\r\n");
        refused(400, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void aResponseIsTakenApart() throws HeadException {
        ResponseHead head = response("HTTP/1.1 403 No \u00e4ccess\r\nContent-Length: 5\r\n\r\n");
        assertThat(head)
                .isEqualTo(new ResponseHead("HTTP/1.1", 403, "No \u00e4ccess", Headers.of("Content-Length", "5")));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(response("HTTP/1.0 200\r\n\r\n")).isEqualTo(new ResponseHead("HTTP/1.0", 200, "", Headers.EMPTY));
        assertThat(response("HTTP/1.1 200 \r\n\r\n").reason()).isEmpty();
        assertThat(response("HTTP/1.1 200 \r\nTransfer-Encoding: x\r\nContent-Length: 1\r\n\r\n")
                        .contentLength())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1\r\n", "HTTP/1.1  200 OK\r\n", "HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000 OK\r\n",
                        "HTTP/1.1 600 OK\r\n",
                "HTTP/1.1 099 OK\r\n", "HTTP/1.1 200 O\0K\r\n", "HTTP/1.1 200 OK\n", "ICY 200 OK\r\n",
                        "HTTP/1.1 200 OK\r\n X: 1\r\n",
                "HTTP/1.1 200 OK\rX"
            })
    void aResponseThatBreaksTheSyntaxIsRefused(String start) {
        assertThatThrownBy(() -> response(start + "\r\n")).isInstanceOf(HeadException.class);
    }

    @Test
    void aResponseOfAnotherHttpIsRefused() {
        assertThat(Heads.verdict("HTTP/2.0 200 OK\r\n\r\n".getBytes(), true)).startsWith("505");
        assertThat(Heads.verdict("HTTP/1.2 200 OK\r\n\r\n".getBytes(), true)).startsWith("505");
    }
}
