package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdict on any head is the same wherever it is cut, and only the declared exception escapes. */
class HeadPropertyTest {
    @Property(tries = 2000)
    void cutsDoNotMatter(
            @ForAll("heads") String head,
            @ForAll boolean response,
            @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 300) Integer> cuts) {
        byte[] wire = head.getBytes(StandardCharsets.ISO_8859_1);
        int[] sorted = cuts.stream().mapToInt(Integer::intValue).sorted().toArray();
        assertThat(Heads.verdict(wire, response, sorted)).isEqualTo(Heads.verdict(wire, response));
    }

    @Property(tries = 2000)
    void oneCorruptedByteGivesTheSameVerdictByteByByte(
            @ForAll("heads") String head, @ForAll int where, @ForAll byte with) {
        byte[] wire = head.getBytes(StandardCharsets.ISO_8859_1);
        wire[Math.floorMod(where, wire.length)] = with;
        int[] everywhere = new int[wire.length];
        Arrays.setAll(everywhere, i -> i);
        assertThat(Heads.verdict(wire, false, everywhere)).isEqualTo(Heads.verdict(wire, false));
    }

    @Property(tries = 2000)
    void anyBytesGiveAHeadOrAFaultOrNothingYet(@ForAll @Size(max = 400) byte[] wire, @ForAll boolean response) {
        assertThat(Heads.verdict(wire, response)).isNotEmpty();
    }

    @Property(tries = 2000)
    void anyHeadIsJudgedByTheServerWithoutAnException(@ForAll("heads") String head) {
        String status;
        try {
            RequestHead request = Heads.request(head);
            HandshakeResult.Rejected refusal = ServerHandshake.check(request);
            boolean same = ServerHandshake.isSameOrigin(request, false);
            status = refusal == null
                    ? "accepted " + same
                    : refusal.status() + new String(refusal.bytes().array());
        } catch (HeadException e) {
            status = e.status() + "";
        }
        assertThat(status).matches("(?s)accepted (true|false)|(400|405|426|501|505).*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a%20b?c HTTP/1.1\r\nHost: a:80\r\nX: \t1 \r\n\r\nrest",
                        "\r\nGET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"
            })
    void everyPlaceToCutIsTried(String head) {
        byte[] wire = head.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i <= wire.length; i++) {
            for (int j = i; j <= wire.length; j++) {
                assertThat(Heads.verdict(wire, false, i, j)).isEqualTo(Heads.verdict(wire, false));
            }
        }
    }

    @Provide
    Arbitrary<String> heads() {
        Arbitrary<String> starts = Arbitraries.of(
                "GET / HTTP/1.1\r\n",
                "\r\nGET /a?b HTTP/1.1\r\n",
                "GET /%41%zz HTTP/1.1\r\n",
                "HTTP/1.1 101 Yes\r\n",
                "HTTP/1.0 404\r\n",
                "POST http://h:1/p HTTP/1.1\r\n",
                "GET /../x HTTP/1.1\r\n",
                "GET * HTTP/1.1\r\n");
        Arbitrary<String> lines = Arbitraries.of(
                "Host: a\r\n",
                "Upgrade: websocket, h2c\r\n",
                "Connection: keep-alive , upgrade\r\n",
                "Sec-WebSocket-Key: " + Heads.KEY + "\r\n",
                "Sec-WebSocket-Version: 13\r\n",
                "Origin: http://a\r\n",
                "Sec-WebSocket-Version: 7\r\n",
                "Sec-WebSocket-Extensions: a; b=\"c\", d\r\n",
                "Sec-WebSocket-Extensions: ;\r\n",
                "Sec-WebSocket-Protocol: a, b\r\n",
                "Content-Length: 1\r\n",
                "Transfer-Encoding: chunked\r\n",
                "X:  \t y\t\r\n",
                " folded\r\n",
                "Bad : 1\r\n",
                "X: \r\r\n",
                Heads.UPGRADE);
        Arbitrary<String> tails = Arbitraries.of("\r\n", "\r\n\u0081\u0080", "\r\nGET /", "\n", "\r\r\n");
        return starts.flatMap(start ->
                lines.list().ofMaxSize(8).flatMap(some -> tails.map(tail -> start + String.join("", some) + tail)));
    }

    @Property
    void aListHoldsATokenExactlyWhenItIsAmongItsElements(
            @ForAll @CharRange(from = ' ', to = '~') @Chars({'"', ',', '\\', 'a', 'A', '\t'}) @StringLength(max = 12)
                    String value,
            @ForAll @Chars({'a', 'A', 'b', '-', '\\', '"'}) @StringLength(min = 1, max = 3) String token) {
        Headers headers = Headers.of("X", value);
        boolean listed = headers.tokens("X").stream().anyMatch(token::equalsIgnoreCase);
        assertThat(headers.hasToken("X", token)).isEqualTo(listed);
    }
}
