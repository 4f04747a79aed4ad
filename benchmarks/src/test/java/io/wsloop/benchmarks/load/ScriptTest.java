package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    private static ByteBuffer payload(Script script, int message) {
        int length = script.replyFrame() - script.replyHead();
        return script.reply().clear().slice(message * script.replyFrame() + script.replyHead(), length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1-125", "c1p16-125", "c1-1k-t", "c1-1k-u", "z-c1-1k", "c1-16k", "c1-8"})
    void messages_of_a_cycle_all_differ(String cell) {
        Script script = Script.of(Cell.parse(cell), false, 1);
        Set<ByteBuffer> seen = new HashSet<>();
        for (int i = 0; i < script.cycle(); i++) {
            seen.add(payload(script, i));
        }
        assertThat(seen).hasSize(script.cycle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1-1", "c1-125", "c1p16-1k-t", "c1-70k"})
    void what_is_sent_is_the_mask_over_what_is_expected(String cell) {
        Script script = Script.of(Cell.parse(cell), false, 1);
        for (int i = 0; i < script.cycle(); i++) {
            ByteBuffer sent = script.wire().clear().slice(script.wireAt(i), script.wireAt(i + 1) - script.wireAt(i));
            ByteBuffer expected = payload(script, i);
            int head = sent.remaining() - expected.remaining();
            assertThat(head).isEqualTo(script.replyHead() + 4);
            for (int b = 0; b < expected.remaining(); b++) {
                assertThat(sent.get(head + b) ^ sent.get(head - 4 + (b & 3))).isEqualTo(expected.get(b));
            }
        }
    }

    @Test
    void a_window_that_begins_anywhere_in_the_cycle_can_be_sent_in_one_piece() {
        Script script = Script.of(Cell.parse("c1p16-125"), false, 1);
        int last = script.wireAt(script.cycle() + 16);
        assertThat(script.wire().capacity()).isEqualTo(last);
        ByteBuffer beginning = script.wire().clear().slice(0, script.wireAt(16));
        ByteBuffer end = script.wire().clear().slice(script.wireAt(script.cycle()), script.wireAt(16));
        assertThat(end).isEqualTo(beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1-1k-u", "c1-1-u", "c1-1003-u", "z-c1-1k"})
    void text_is_valid_UTF_8_of_exactly_the_size(String cell) throws CharacterCodingException {
        Script script = Script.of(Cell.parse(cell), false, 1);
        for (int i = 0; i < script.cycle(); i++) {
            assertThat(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(payload(script, i))
                            .length())
                    .isPositive();
        }
    }

    @Test
    void compressed_messages_are_more_than_a_window_remembers_and_shrink_as_a_feed_does() {
        Script script = Script.of(Cell.parse("z-c1-1k"), false, 1);
        assertThat(script.cycle()).isEqualTo(512);
        int average = script.wireAt(512) / 512;
        assertThat(average).isBetween(200, 350);
    }
}
