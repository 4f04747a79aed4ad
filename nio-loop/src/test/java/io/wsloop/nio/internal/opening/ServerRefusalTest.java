package io.wsloop.nio.internal.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.handshake.HandshakeException;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal's body is waited for until it is whole, and not a byte longer (RFC 9112 §6.3). */
class ServerRefusalTest {
    private static ServerRefusal refusal(int status, String... fields) {
        ResponseHead head = new ResponseHead("HTTP/1.1", status, "", Headers.of(fields));
        return ServerRefusal.of(new HandshakeException("refused", head, new byte[0]));
    }

    private static ByteBuffer wire(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String body(ServerRefusal refusal) {
        return new String(refusal.told(null).body(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({"100", "101", "199", "204", "304"})
    void someStatusesHaveNoBodyWhateverTheirFieldsSay(int status) {
        ServerRefusal refusal = refusal(status, "Content-Length", "5");
        assertThat(refusal.receive(wire("12345"))).isTrue();
        assertThat(body(refusal)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "005", "5,5", "5, 5", "00000000000000000000000005"})
    void aBodyWithALengthIsWholeAtThatByte(String length) {
        ServerRefusal refusal = refusal(403, "Content-Length", length);
        for (char c : "1234".toCharArray()) {
            assertThat(refusal.receive(wire(String.valueOf(c)))).isFalse();
        }
        assertThat(refusal.receive(wire("5HTTP/1.1 200 OK"))).isTrue();
        assertThat(body(refusal)).isEqualTo("12345");
    }

    @Test
    void theSameLengthMayComeTwice() {
        ServerRefusal refusal = refusal(403, "Content-Length", "1", "Content-Length", "1");
        assertThat(refusal.receive(wire("12"))).isTrue();
        assertThat(body(refusal)).isEqualTo("1");
    }

    @Test
    void noLengthAtAllEndsWithTheConnection() {
        ServerRefusal refusal = refusal(403);
        assertThat(refusal.receive(wire("why"))).isFalse();
        assertThat(body(refusal)).isEqualTo("why");
    }

    /** Nobody can tell where it ends, and the server may never close: what came with the head has to do. */
    @ParameterizedTest
    @ValueSource(strings = {"-5", "x", "5x", "0x5", "5, 6", "5,05", "+5", "5.0", "", ",", "-9223372036854775808"})
    void aLengthThatIsNoneIsWaitedForNoLonger(String length) {
        ServerRefusal refusal = refusal(403, "Content-Length", length);
        assertThat(refusal.receive(wire("nope!"))).isTrue();
        assertThat(body(refusal)).isEqualTo("nope!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4096", "4097", "2147483648", "9223372036854775807", "99999999999999999999999999"})
    void aLongBodyIsCutAtTheMost(String length) {
        ServerRefusal refusal = refusal(403, "Content-Length", length);
        assertThat(refusal.receive(wire("x".repeat(4095)))).isFalse();
        assertThat(refusal.receive(wire("yz"))).isTrue();
        assertThat(body(refusal)).isEqualTo("x".repeat(4095) + "y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "gzip, chunked"})
    void chunksAreTakenOff(String coding) {
        ServerRefusal refusal = refusal(403, "Transfer-Encoding", coding, "Content-Length", "1");
        String text = "6;x=y\r\ndenied\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n";
        ByteBuffer in = wire(text + "HTTP/1.1");
        for (int i = 1; i <= text.length(); i++) {
            assertThat(refusal.receive(in.limit(i))).isEqualTo(i == text.length());
        }
        assertThat(body(refusal)).isEqualTo("denied!");
        assertThat(refusal.told(null).getSuppressed()).isEmpty();
    }

    @Test
    void anotherCodingEndsWithTheConnection() {
        ServerRefusal refusal = refusal(403, "Transfer-Encoding", "gzip", "Content-Length", "1");
        assertThat(refusal.receive(wire("why"))).isFalse();
        assertThat(body(refusal)).isEqualTo("why");
    }

    @ParameterizedTest
    @CsvSource({"zz", "-1", "'6\r\ndenied\r\nx'", "'6\r\ndenied7'", "'6\n'"})
    void brokenChunksStillTellTheRefusal(String text) {
        ServerRefusal refusal = refusal(401, "Transfer-Encoding", "chunked");
        assertThat(refusal.receive(wire(text + "\r\n"))).isTrue();
        HandshakeException told = refusal.told(null);
        assertThat(told.status()).isEqualTo(401);
        assertThat(body(refusal)).isEqualTo(text.startsWith("6\r\ndenied") ? "denied" : "");
        assertThat(told.getSuppressed()).singleElement().isInstanceOf(HeadException.class);
    }

    @Test
    void aChunkMayAnnounceWhatItLikes() {
        ServerRefusal refusal = refusal(401, "Transfer-Encoding", "chunked");
        assertThat(refusal.receive(wire("ffffffffffffffffffff\r\n" + "x".repeat(4095))))
                .isFalse();
        ByteBuffer more = wire("yz");
        assertThat(refusal.receive(more)).isTrue();
        assertThat(body(refusal)).isEqualTo("x".repeat(4095) + "y");
    }

    @Property
    void howeverABodyIsChunkedAndCutItsBeginningIsTold(
            @ForAll @Size(max = 6) List<@IntRange(max = 3000) Integer> chunks,
            @ForAll @IntRange(min = 1, max = 5000) int piece) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        StringBuilder coded = new StringBuilder();
        for (int size : chunks) {
            if (size > 0) {
                String data = String.valueOf((char) ('a' + size % 26)).repeat(size);
                plain.writeBytes(data.getBytes(StandardCharsets.US_ASCII));
                coded.append(Integer.toHexString(size))
                        .append("\r\n")
                        .append(data)
                        .append("\r\n");
            }
        }
        byte[] wire = coded.append("0\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        ServerRefusal refusal = refusal(500, "Transfer-Encoding", "chunked");
        boolean whole = false;
        int at = 0;
        while (at < wire.length && !whole) {
            int end = Math.min(wire.length, at + piece);
            whole = refusal.receive(ByteBuffer.wrap(wire, at, end - at));
            at = end;
        }
        byte[] all = plain.toByteArray();
        assertThat(whole).isTrue();
        assertThat(refusal.told(null).body()).isEqualTo(Arrays.copyOf(all, Math.min(all.length, 4096)));
    }
}
