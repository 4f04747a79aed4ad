package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Heads as text, and a reader's results for them. */
final class Heads {
    /** The key of RFC 6455 §1.3. */
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    static final String UPGRADE = "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n";

    private Heads() {}

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static RequestHead request(String text) throws HeadException {
        RequestHead head = HeadReader.of(Limits.defaults()).readRequest(bytes(text));
        assertThat(head).as(text).isNotNull();
        return head;
    }

    static ResponseHead response(String text) throws HeadException {
        ResponseHead head = HeadReader.of(Limits.defaults()).readResponse(bytes(text));
        assertThat(head).as(text).isNotNull();
        return head;
    }

    /** A good upgrade with further lines, each with its CRLF. */
    static RequestHead upgrade(String moreLines) throws HeadException {
        return request("GET /echo HTTP/1.1\r\n" + UPGRADE + moreLines + "\r\n");
    }

    static void refused(int status, String text) {
        assertThatThrownBy(() -> HeadReader.of(Limits.defaults()).readRequest(bytes(text)))
                .as(text)
                .isInstanceOfSatisfying(
                        HeadException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    /** A reader's result for bytes that come in pieces, as one comparable line. The pieces end at the cuts. */
    static String verdict(byte[] wire, boolean response, int... cuts) {
        HeadReader reader = HeadReader.of(Limits.defaults());
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? Math.max(from, Math.min(cuts[i], wire.length)) : wire.length;
            ByteBuffer piece = ByteBuffer.wrap(wire, from, to - from);
            try {
                @Nullable Record head = response ? reader.readResponse(piece) : reader.readRequest(piece);
                if (head != null) {
                    return head + " then " + (wire.length - piece.position());
                }
            } catch (HeadException e) {
                return e.status() + " " + e.getMessage();
            }
            assertThat(piece.hasRemaining()).isFalse();
            from = to;
        }
        return "more" + (reader.isIdle() ? ", idle" : "");
    }
}
