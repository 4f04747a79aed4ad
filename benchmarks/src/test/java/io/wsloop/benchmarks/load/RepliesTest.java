package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
    private static final int ALL = 150;

    private final Script script = Script.of(Cell.parse("c1p16-125"), false, 1);
    private final Replies replies = new Replies(script, false, false, false);

    /** The first messages' echoes as a right server sends them: more than one cycle. */
    private static ByteBuffer echoes(Script script, int messages) {
        int frame = script.replyFrame();
        ByteBuffer all = ByteBuffer.allocate(messages * frame);
        for (int i = 0; i < messages; i++) {
            int from = i % script.cycle() * frame;
            all.put(script.reply().clear().slice(from, frame));
        }
        return all.flip();
    }

    private byte[] payload(int message) {
        byte[] payload = new byte[script.replyFrame() - script.replyHead()];
        script.reply().clear().get(message * script.replyFrame() + script.replyHead(), payload);
        return payload;
    }

    private static int feed(Replies replies, ByteBuffer all, int chunk) {
        int messages = 0;
        while (all.hasRemaining()) {
            ByteBuffer some = all.slice(all.position(), Math.min(chunk, all.remaining()));
            all.position(all.position() + some.remaining());
            messages += replies.feed(some);
        }
        return messages;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 126, 127, 128, 254, 1000, 8191, 65536})
    void right_echoes_are_counted_however_they_are_cut(int chunk) {
        assertThat(feed(replies, echoes(script, ALL), chunk)).isEqualTo(ALL);
        assertThat(replies.count()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 4096, 65536})
    void raw_echoes_have_no_frames_and_are_counted_too(int chunk) {
        Script raw = Script.of(Cell.parse("c1p16-125"), true, 1);
        assertThat(feed(new Replies(raw, true, false, false), echoes(raw, ALL), chunk))
                .isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 127, 65536})
    void any_wrong_byte_is_found_wherever_it_is(int chunk) {
        int frame = script.replyFrame();
        for (int at = 0; at < 3 * frame; at++) {
            ByteBuffer wrong = echoes(script, 4);
            wrong.put(at, (byte) (wrong.get(at) ^ 0x10));
            Replies fresh = new Replies(script, false, false, false);
            assertThatThrownBy(() -> feed(fresh, wrong, chunk))
                    .as("byte %d", at)
                    .isInstanceOf(CellFailed.class)
                    .hasMessageContaining("expected ");
        }
    }

    @Test
    void a_wrong_byte_is_named_with_its_place_and_what_should_be_there() {
        ByteBuffer wrong = echoes(script, 2);
        int at = script.replyFrame() + script.replyHead() + 17;
        wrong.put(at, (byte) ~wrong.get(at));
        assertThatThrownBy(() -> replies.feed(wrong))
                .hasMessageStartingWith("message 1 of the cycle: expected at byte 17 of the payload ")
                .hasMessageContaining(", came ");
    }

    @Test
    void messages_in_another_order_are_found() {
        ByteBuffer all = echoes(script, 3);
        int frame = script.replyFrame();
        ByteBuffer swapped = ByteBuffer.allocate(2 * frame)
                .put(all.slice(frame, frame))
                .put(all.slice(0, frame))
                .flip();
        assertThatThrownBy(() -> replies.feed(swapped)).isInstanceOf(CellFailed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 65536})
    void a_server_may_answer_in_fragments_with_a_ping_between(int chunk) {
        byte[] payload = payload(0);
        ByteBuffer fragments = ByteBuffer.allocate(200)
                .put(new byte[] {0x02, 100})
                .put(payload, 0, 100)
                .put(new byte[] {(byte) 0x89, 2, 'h', 'i'})
                .put(new byte[] {(byte) 0x80, 25})
                .put(payload, 100, 25)
                .flip();
        assertThat(feed(replies, fragments, chunk)).isEqualTo(1);
        assertThat(replies.takePing()).containsExactly('h', 'i');
        assertThat(replies.takePing()).isNull();
        ByteBuffer next = echoes(script, 2).position(script.replyFrame());
        assertThat(feed(replies, next, chunk)).isEqualTo(1);
    }

    @Test
    void a_payload_that_is_too_short_or_too_long_is_found() {
        byte[] payload = payload(0);
        ByteBuffer shorter = ByteBuffer.allocate(200)
                .put(new byte[] {(byte) 0x82, 124})
                .put(payload, 0, 124)
                .flip();
        assertThatThrownBy(() -> replies.feed(shorter))
                .hasMessageContaining("expected a payload of 125 bytes, came one of 124");
        ByteBuffer longer = ByteBuffer.allocate(200)
                .put(new byte[] {0x02, 125})
                .put(payload)
                .put(new byte[] {(byte) 0x80, 1, 0})
                .flip();
        Replies fresh = new Replies(script, false, false, false);
        assertThatThrownBy(() -> fresh.feed(longer)).hasMessageContaining("came a longer one");
    }

    @Test
    void frames_that_no_server_may_send_are_found() {
        for (byte[] head : new byte[][] {
            {(byte) 0x82, (byte) 0xFD, 1, 2, 3, 4}, // masked
            {(byte) 0xA2, 0x7D}, // RSV2
            {(byte) 0xC2, 0x7D}, // RSV1, nothing agreed
            {(byte) 0x81, 0x7D}, // text for binary
            {(byte) 0x80, 0x7D}, // continuation of nothing
            {(byte) 0x8B, 0x00}, // reserved control opcode
            {0x09, 0x00}, // fragmented control frame
        }) {
            Replies fresh = new Replies(script, false, false, false);
            assertThatThrownBy(() -> fresh.feed(ByteBuffer.wrap(head)))
                    .isInstanceOf(CellFailed.class)
                    .hasMessageContaining("a frame that begins");
        }
    }

    @Test
    void a_Close_is_an_error_until_it_is_expected() {
        byte[] close = {(byte) 0x88, 2, 0x03, (byte) 0xF3};
        Replies surprised = new Replies(script, false, false, false);
        assertThatThrownBy(() -> surprised.feed(ByteBuffer.wrap(close)))
                .hasMessageContaining("came a Close with code 1011");
        replies.expectClose();
        assertThat(replies.feed(ByteBuffer.wrap(close))).isZero();
        assertThat(replies.closed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void compressed_echoes_are_inflated_and_compared(boolean contextKept) {
        Script json = Script.of(Cell.parse("z-c1-1k"), false, 1);
        Replies inflating = new Replies(json, false, true, contextKept);
        Deflater deflater = new Deflater(6, true);
        byte[] compressed = new byte[4096];
        for (int i = 0; i < 20; i++) {
            byte[] payload = new byte[1024];
            json.reply().clear().get(i * json.replyFrame() + json.replyHead(), payload);
            deflater.setInput(payload);
            int length = deflater.deflate(compressed, 0, compressed.length, Deflater.SYNC_FLUSH) - 4;
            ByteBuffer frame = ByteBuffer.allocate(4100)
                    .put(Framing.head(1, length, true))
                    .put(compressed, 0, length)
                    .flip();
            assertThat(feed(inflating, frame, 100)).isEqualTo(1);
            if (!contextKept) {
                deflater.reset();
            }
        }
        deflater.end();
        inflating.end();
    }

    @Test
    void a_compressed_echo_of_something_else_is_found() {
        Script json = Script.of(Cell.parse("z-c1-1k"), false, 1);
        Replies inflating = new Replies(json, false, true, false);
        // What the client sends for the second message, with its mask taken off, where the first is expected.
        ByteBuffer wire = json.wire().clear().position(json.wireAt(1));
        int head = 8;
        byte[] second = new byte[json.wireAt(2) - json.wireAt(1)];
        wire.get(second);
        ByteBuffer frame = ByteBuffer.allocate(second.length).put(Framing.head(1, second.length - head, true));
        for (int i = head; i < second.length; i++) {
            frame.put((byte) (second[i] ^ second[head - 4 + (i - head & 3)]));
        }
        assertThatThrownBy(() -> inflating.feed(frame.flip()))
                .isInstanceOf(CellFailed.class)
                .hasMessageContaining("of the payload");
        inflating.end();
    }
}
