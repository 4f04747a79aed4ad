package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static Opening opening(boolean deflate) {
        return new Opening(new Target(9001, 0, "/echo", false, deflate, Duration.ofSeconds(1)), new Random(1));
    }

    private static String request(Opening opening) {
        return StandardCharsets.US_ASCII.decode(opening.request()).toString();
    }

    private static ByteBuffer answer(Opening to, String more) {
        Matcher key = Pattern.compile("Sec-WebSocket-Key: (\\S+)").matcher(request(to));
        assertThat(key.find()).isTrue();
        return ByteBuffer.wrap(("HTTP/1.1 101 Switching Protocols\r\nSEC-websocket-accept: "
                        + Framing.accept(key.group(1)) + "\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void the_accept_value_is_the_one_of_RFC_6455_section_1_3() {
        assertThat(Framing.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void the_request_offers_compression_only_when_it_is_wanted() {
        assertThat(request(opening(false))).startsWith("GET /echo HTTP/1.1\r\n").doesNotContain("Extensions");
        assertThat(request(opening(true))).contains("Sec-WebSocket-Extensions: permessage-deflate\r\n");
    }

    @Test
    void an_answer_may_come_byte_by_byte_and_what_is_behind_it_is_left() {
        Opening opening = opening(false);
        ByteBuffer answer = answer(opening, "");
        ByteBuffer all = ByteBuffer.allocate(answer.remaining() + 2)
                .put(answer)
                .put((byte) 0x81)
                .put((byte) 0);
        all.flip();
        int end = all.limit();
        for (int i = 1; i < end - 2; i++) {
            all.limit(i);
            assertThat(opening.feed(all)).isFalse();
        }
        all.limit(end);
        assertThat(opening.feed(all)).isTrue();
        assertThat(all.remaining()).isEqualTo(2);
    }

    @Test
    void a_refusal_is_quoted() {
        ByteBuffer refusal = ByteBuffer.wrap("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> opening(false).feed(refusal))
                .isInstanceOf(CellFailed.class)
                .hasMessage("expected HTTP/1.1 101, came HTTP/1.1 403 Forbidden");
    }

    @Test
    void a_wrong_accept_value_is_found() {
        Opening other = new Opening(new Target(1, 0, "/", false, false, Duration.ofSeconds(1)), new Random(2));
        ByteBuffer answer = answer(other, "");
        assertThatThrownBy(() -> opening(false).feed(answer))
                .isInstanceOf(CellFailed.class)
                .hasMessageStartingWith("expected Sec-WebSocket-Accept: ");
    }

    @Test
    void compression_has_to_be_agreed_when_it_was_offered_and_only_then() {
        Opening deflate = opening(true);
        ByteBuffer without = answer(deflate, "");
        assertThatThrownBy(() -> deflate.feed(without))
                .hasMessageContaining("expected permessage-deflate to be agreed");
        Opening plain = opening(false);
        ByteBuffer with = answer(plain, "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        assertThatThrownBy(() -> plain.feed(with)).hasMessageContaining("expected no extension");
    }

    @Test
    void the_answer_says_whether_the_server_keeps_its_context() {
        Opening kept = opening(true);
        assertThat(kept.feed(answer(kept, "Sec-WebSocket-Extensions: permessage-deflate\r\n")))
                .isTrue();
        assertThat(kept.contextKept()).isTrue();
        Opening dropped = opening(true);
        assertThat(dropped.feed(answer(
                        dropped, "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n")))
                .isTrue();
        assertThat(dropped.contextKept()).isFalse();
    }
}
