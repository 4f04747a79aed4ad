package io.wsloop.nio.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies of requests. Against requests that exhaust memory: a body grows only by what came, and each line has an end.
 */
class RequestBodyTest {
    private static RequestHead head(String... fields) {
        return new RequestHead("POST", "/", "HTTP/1.1", "/", "", Headers.of(fields));
    }

    private static RequestBody chunked() throws HeadException {
        return RequestBody.of(head("Transfer-Encoding", "chunked"), 10);
    }

    private static ByteBuffer wire(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\r\n\r\n",
                "a\r\n0123456789\r\n0\r\n\r\n",
                "A;name=\"v\"\r\n0123456789\r\n000\r\n\r\n",
                "5 ;x\r\n01234\r\n5\r\n56789\r\n0\r\nA: b\r\nC: d\r\n\r\n"
            })
    void aChunkedBodyIsReadByteByByteAndWhatFollowsIsLeft(String text) throws HeadException {
        RequestBody body = chunked();
        ByteBuffer in = wire(text + "next");
        int limit = in.limit();
        for (int end = 1; end <= limit; end++) {
            in.limit(end);
            body.receive(in);
        }
        assertThat(body.isDone()).isTrue();
        assertThat(in.remaining()).isEqualTo(4);
        assertThat(new String(body.bytes(), StandardCharsets.US_ASCII))
                .isEqualTo(text.length() > 5 ? "0123456789" : "");
    }

    @ParameterizedTest
    @CsvSource({
        "x,                  400",
        "'',                 400",
        "-1,                 400",
        "+1,                 400",
        "0x1,                400",
        "1 2,                400",
        "b,                  413",
        "7fffffffffffffff,   413",
        "ffffffffffffffff,   413",
        "10000000000000000,  413",
    })
    void aBadSizeIsRefused(String size, int status) {
        HeadException bad =
                catchThrowableOfType(HeadException.class, () -> chunked().receive(wire(size + "\r\n")));
        assertThat(bad.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\na", "1\r\r\n", "1\r\na\n", "1\r\nab\r\n", "1\r\na\rb", "0\r\n\n", "1;\nx\r\n"})
    void aBareCrOrLfOrAWrongSizeIsRefused(String text) {
        HeadException bad =
                catchThrowableOfType(HeadException.class, () -> chunked().receive(wire(text)));
        assertThat(bad.status()).isEqualTo(400);
    }

    @Test
    void anExtensionOfAChunkIsBounded() throws HeadException {
        assertThat(chunked().receive(wire("0;" + "x".repeat(254) + "\r\n\r\n"))).isTrue();
        HeadException bad = catchThrowableOfType(
                HeadException.class, () -> chunked().receive(wire("0;" + "x".repeat(255) + "\r\n\r\n")));
        assertThat(bad.status()).isEqualTo(400);
    }

    @Test
    void trailersAreBounded() throws HeadException {
        String trailer = "A: " + "x".repeat(100) + "\r\n";
        assertThat(chunked().receive(wire("0\r\n" + trailer.repeat(70) + "\r\n")))
                .isTrue();
        HeadException bad = catchThrowableOfType(
                HeadException.class, () -> chunked().receive(wire("0\r\n" + trailer.repeat(100) + "\r\n")));
        assertThat(bad.status()).isEqualTo(431);
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeAByteCame() {
        HeadException bad = catchThrowableOfType(
                HeadException.class, () -> RequestBody.of(head("Content-Length", "9223372036854775807"), 10));
        assertThat(bad.status()).isEqualTo(413);
    }

    @Test
    void whatIsAnnouncedAllocatesNothing() throws HeadException {
        RequestBody body = RequestBody.of(head("Content-Length", "2000000000"), Integer.MAX_VALUE);
        assertThat(body.receive(wire("a"))).isFalse();
        assertThat(body.bytes()).hasSize(1);
    }

    @Property
    void whatIsHeldIsLittleMoreThanWhatCame(
            @ForAll boolean chunked, @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 50_000) Integer> pieces)
            throws HeadException {
        RequestBody body = chunked
                ? RequestBody.of(head("Transfer-Encoding", "chunked"), 10_000_000)
                : RequestBody.of(head("Content-Length", "5000000"), 10_000_000);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int length : pieces) {
            byte[] piece = new byte[length];
            new Random(length).nextBytes(piece);
            sent.writeBytes(piece);
            if (chunked) {
                body.receive(wire(Integer.toHexString(length) + "\r\n"));
            }
            body.receive(ByteBuffer.wrap(piece));
            if (chunked) {
                body.receive(wire("\r\n"));
            }
            assertThat(body.heldBytes()).isBetween((long) sent.size(), sent.size() * 5L / 4 + (4 << 10) + 100);
        }
        assertThat(body.bytes()).isEqualTo(sent.toByteArray());
        assertThat(body.heldBytes()).isLessThan(100);
    }

    @Test
    void noLengthIsNoBody() throws HeadException {
        assertThat(RequestBody.of(head(), 10).isDone()).isTrue();
        assertThat(RequestBody.of(head("Content-Length", "0"), 0).isDone()).isTrue();
    }
}
