package io.wsloop.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One encoder encodes text after text, each as if it were the first. */
class Utf8EncoderTest {
    private final Utf8Encoder encoder = new Utf8Encoder();

    private byte[] encoded(String text) {
        int length = encoder.encode(text);
        return Arrays.copyOf(encoder.bytes(), length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "Hello",
                "Good morning?",
                "\u007F",
                "\u0080",
                "Grüße",
                "\u00FF",
                "\u0100",
                "доброе",
                "😀"
            })
    void encodesLikeTheJdk(String text) {
        for (String padded : new String[] {text, text.repeat(100), "x".repeat(99) + text, text + "x".repeat(99)}) {
            assertThat(encoded(padded)).isEqualTo(padded.getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32_767, 32_768, 32_769, 100_000})
    void encodesTextOfAnyLength(int length) {
        String text = "0123456789".repeat(length / 10 + 1).substring(0, length);
        assertThat(encoded(text)).isEqualTo(text.getBytes(UTF_8));
        String other = text.substring(1) + "ü";
        assertThat(encoded(other)).isEqualTo(other.getBytes(UTF_8));
    }

    @Test
    void leavesNothingOfALongTextInAShorter() {
        encoded("a long text, and ASCII");
        assertThat(encoded("short")).isEqualTo("short".getBytes(UTF_8));
        encoded("ein längerer Text");
        assertThat(encoded("kurz")).isEqualTo("kurz".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDC00", "abc\uD83D", "\uDE00\uD83D", "ü\uDFFFü"})
    void refusesAnUnpairedSurrogateAndGoesOn(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(text))
                .withMessageContaining("unpaired surrogate at index");
        assertThat(encoded("next")).isEqualTo("next".getBytes(UTF_8));
    }

    /** The bytes here are not the text's, which shows that the encoder did not look at the text. */
    @Test
    void sendsTheVeryStringThatWasReceivedAsItCame() {
        String text = "ein längerer Text";
        encoder.received(text, new byte[] {1, 2, 3, 4}, 3);
        assertThat(encoded(text)).containsExactly(1, 2, 3);
        assertThat(encoded(new String(text.toCharArray()))).isEqualTo(text.getBytes(UTF_8));
        assertThat(encoded("another")).isEqualTo("another".getBytes(UTF_8));
        assertThat(encoded(text)).containsExactly(1, 2, 3);
        encoder.forget();
        assertThat(encoded(text)).isEqualTo(text.getBytes(UTF_8));
    }

    @Property(tries = 500)
    void encodesAnySequenceOfTexts(@ForAll int[] points, @ForAll boolean ascii) {
        StringBuilder text = new StringBuilder();
        for (int point : points) {
            int valid = Math.floorMod(point, ascii ? 0x80 : 0xD800);
            text.appendCodePoint(valid);
        }
        assertThat(encoded(text.toString())).isEqualTo(text.toString().getBytes(UTF_8));
    }
}
