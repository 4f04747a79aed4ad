package io.wsloop.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole texts. Bytes that are not UTF-8 and strings that UTF-8 cannot carry are both refused. */
class Utf8Test {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "κόσμε", "😀", "\uFFFD", "a\uFFFDb", "\uFFFD\uFFFD😀", "\uFEFFafter a mark", "\0"})
    void decodesWhatIsUtf8(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"80", "61c0", "eda080", "f4908080", "c2", "61e282", "efbfbdff", "ffefbfbd", "efbfbdefbf", "c0af"
            })
    void refusesWhatIsNot(String wire) {
        byte[] bytes = HexFormat.of().parseHex(wire);
        assertThat(Utf8.decode(bytes, 0, bytes.length)).isNull();
    }

    /**
     * ASCII goes by eight bytes, then byte by byte, then other text to the validator. None of them looks outside the
     * range.
     */
    @Property
    void judgesAsTheDecoderDoesAndItsRangeOnly(
            @ForAll byte[] bytes, @ForAll boolean ascii, @ForAll byte before, @ForAll byte after) {
        byte[] text = bytes.clone();
        for (int i = 0; ascii && i < text.length; i++) {
            text[i] &= 0x7F;
        }
        ByteBuffer around = ByteBuffer.allocate(text.length + 2);
        around.put(before).put(text).put(after);
        Utf8Validator validator = new Utf8Validator();
        assertThat(Utf8.isValid(around.array(), 1, text.length, validator))
                .isEqualTo(Utf8.decode(text, 0, text.length) != null);
        assertThat(validator.isComplete()).as("left as it was").isTrue();
    }

    @Test
    void decodesItsRangeOnly() {
        byte[] bytes = HexFormat.of().parseHex("ffff" + "61efbfbd62" + "ffff");
        assertThat(Utf8.decode(bytes, 2, 5)).isEqualTo("a\uFFFDb");
        assertThat(Utf8.decode(bytes, 2, 6)).isNull();
        assertThat(Utf8.decode(bytes, 1, 6)).isNull();
    }

    @Property
    void decodesLikeTheJdksStrictDecoder(@ForAll byte[] bytes) {
        String expected;
        try {
            expected = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            expected = null;
        }
        assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @Property
    void encodesWhatDecodesToTheSame(@ForAll int[] points) {
        StringBuilder text = new StringBuilder();
        for (int point : points) {
            int scalar = Math.floorMod(point, 0xD800);
            text.appendCodePoint((point & 1) == 0 ? scalar : 0x10000 + scalar);
        }
        byte[] bytes = Utf8.encode(text.toString());
        assertThat(bytes).isEqualTo(text.toString().getBytes(UTF_8));
        assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(text.toString());
    }

    @Test
    void encodesAQuestionMarkAtEveryPosition() {
        for (int length = 1; length <= 20; length++) {
            for (int at = 0; at < length; at++) {
                String text = "a".repeat(at) + "?" + "é".repeat(length - at - 1);
                assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(UTF_8));
            }
        }
    }

    @Test
    void encodesAPairBesideAQuestionMark() {
        assertThat(HexFormat.of().formatHex(Utf8.encode("?😀?"))).isEqualTo("3ff09f98803f");
    }

    @Test
    void refusesAnUnpairedSurrogateAtEveryPosition() {
        for (int length = 1; length <= 20; length++) {
            for (int at = 0; at < length; at++) {
                for (String lone : new String[] {"\uD83D", "\uDE00"}) {
                    String text = "a".repeat(at) + lone + "b".repeat(length - at - 1);
                    assertThatExceptionOfType(IllegalArgumentException.class)
                            .isThrownBy(() -> Utf8.encode(text))
                            .withMessage("text holds an unpaired surrogate at index %d (U+%04X), which UTF-8 cannot say"
                                    .formatted(at, (int) lone.charAt(0)));
                }
            }
        }
    }

    @Test
    void refusesSurrogatesInTheWrongOrderAndTwoHighOnes() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Utf8.encode("?\uDE00\uD83D"))
                .withMessageContaining("index 1 (U+DE00)");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Utf8.encode("\uD83D\uD83D\uDE00"))
                .withMessageContaining("index 0 (U+D83D)");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Utf8.encode("😀\uD83D"))
                .withMessageContaining("index 2 (U+D83D)");
    }
}
