package io.wsloop.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * UTF-8 (RFC 3629), compared with the JDK's strict decoder. Against text that keeps a decoder busy without end: the
 * validator fails at the first wrong byte, wherever the text is split, and looks at no byte twice.
 */
class Utf8ValidatorTest {
    private static final int[] BORDERS = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};

    private final CharsetDecoder strict = UTF_8.newDecoder();
    private final CharBuffer chars = CharBuffer.allocate(64);
    private final Utf8Validator validator = new Utf8Validator();

    @ParameterizedTest
    @CsvSource({
        "80, 0", // a continuation without a beginning
        "c0, 0", // overlong from its first byte on
        "c1, 0",
        "f5, 0", // above U+10FFFF
        "ff, 0",
        "c241, 1", // cut short by ASCII
        "c2c2, 1",
        "e09f, 1", // overlong
        "eda0, 1", // a surrogate
        "e28241, 2",
        "f08f, 1", // overlong
        "f490, 1", // U+110000
        "f09f98c3, 3",
        "6162636465666768696a6b80, 11", // behind a stride of eight
        "cebae1bdb9cf83cebcceb5eda080656469746564, 12", // Autobahn's, with a surrogate in the middle
    })
    void failsAtTheFirstImpossibleByte(String wire, int bad) {
        byte[] bytes = HexFormat.of().parseHex(wire);
        assertThat(failsAt(bytes)).isEqualTo(bad);
        assertThat(validator.feed(bytes, 0, bad)).as("everything before").isTrue();
        assertThat(validator.feed(bytes, bad, 1)).as("the bad byte").isFalse();
    }

    @Test
    void judgesEverySequenceOfOneTwoAndThreeBytesLikeTheJdk() {
        byte[] bytes = new byte[3];
        for (int length = 1; length <= 3; length++) {
            for (int sequence = 0; sequence < 1 << 8 * length; sequence++) {
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) (sequence >>> 8 * (length - 1 - i));
                }
                // No assertion library in a loop of seventeen million turns.
                if (!sameVerdict(bytes, length)) {
                    throw disagreement(bytes, length);
                }
            }
        }
        assertThat(validator.feed(bytes, 0, 0))
                .as("the last one, ffffff, failed")
                .isFalse();
    }

    @Test
    void judgesEveryFourByteSequenceOfBorderValuesLikeTheJdk() {
        byte[] bytes = new byte[4];
        for (int lead = 0xE0; lead <= 0xFF; lead++) {
            for (int second = 0; second <= 0xFF; second++) {
                for (int third : BORDERS) {
                    for (int fourth : BORDERS) {
                        bytes[0] = (byte) lead;
                        bytes[1] = (byte) second;
                        bytes[2] = (byte) third;
                        bytes[3] = (byte) fourth;
                        assertThat(sameVerdict(bytes, 4))
                                .as(HexFormat.of().formatHex(bytes))
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void takesEveryCodePoint() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(point).getBytes(UTF_8);
                validator.reset();
                if (!validator.feed(bytes, 0, bytes.length) || !validator.isComplete()) {
                    throw disagreement(bytes, bytes.length);
                }
            }
        }
        assertThat(validator.isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ascii only, and more than eight of it",
                "κόσμε",
                "€uro",
                "😀😀 beside text",
                "\0\u007F\u0080\u07FF\u0800\uFFFF"
            })
    void isIncompleteExactlyInsideACharacter(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int begins = 0;
        for (int end = 1; end <= bytes.length; end++) {
            validator.reset();
            assertThat(validator.feed(bytes, 0, end)).isTrue();
            boolean border = end == bytes.length || (bytes[end] & 0xC0) != 0x80;
            if (border) {
                begins = end;
            }
            assertThat(validator.isComplete()).as("after %d bytes", end).isEqualTo(border);
            assertThat(validator.pending()).as("after %d bytes", end).isEqualTo(end - begins);
        }
    }

    /** The character lies at each place among the bytes that are stepped through together. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "😀", "aé€😀"})
    void findsOneBadByteAnywhereInLongText(String unit) {
        byte[] text = unit.repeat(60).getBytes(UTF_8);
        for (int at = 0; at < text.length; at++) {
            for (int bad : new int[] {0xC0, 0xFF}) {
                byte[] bytes = text.clone();
                bytes[at] = (byte) bad;
                validator.reset();
                assertThat(validator.feed(bytes, 0, at)).isTrue();
                assertThat(validator.feed(bytes, at, bytes.length - at)).isFalse();
                validator.reset();
                assertThat(validator.feed(bytes, 0, bytes.length))
                        .as("%02x at %d", bad, at)
                        .isFalse();
            }
        }
    }

    @Test
    void goesOnWhereAnotherStands() {
        byte[] euro = "€".getBytes(UTF_8);
        Utf8Validator other = new Utf8Validator();
        other.feed(euro, 0, 2);
        validator.feed(new byte[] {(byte) 0xFF}, 0, 1);
        validator.resume(other);
        assertThat(validator.pending()).isEqualTo(2);
        assertThat(validator.feed(euro, 2, 1)).isTrue();
        assertThat(validator.isComplete()).isTrue();
        assertThat(other.isComplete()).isFalse();
    }

    @Property
    void anySplitFailsAtTheSameByte(
            @ForAll("mostlyText") byte[] bytes, @ForAll @Size(max = 12) List<@IntRange(max = 12) Integer> cuts) {
        int bad = failsAt(bytes);
        Utf8Validator pieces = new Utf8Validator();
        int at = 0;
        for (int cut : cuts) {
            int length = Math.min(cut, bytes.length - at);
            assertThat(pieces.feed(bytes, at, length)).isEqualTo(bad < 0 || bad >= at + length);
            at += length;
        }
        assertThat(pieces.feed(bytes, at, bytes.length - at)).isEqualTo(bad < 0);
        assertThat(bad < 0).isEqualTo(jdkTakes(bytes, bytes.length) != Verdict.BAD);
        assertThat(bad < 0 && pieces.isComplete()).isEqualTo(jdkTakes(bytes, bytes.length) == Verdict.WHOLE);
    }

    @Test
    void staysFailedUntilReset() {
        byte[] bytes = {(byte) 0xED, (byte) 0xA0, 'a', 'b'};
        assertThat(validator.feed(bytes, 0, 2)).isFalse();
        assertThat(validator.feed(bytes, 2, 2)).isFalse();
        assertThat(validator.feed(bytes, 0, 0)).isFalse();
        assertThat(validator.isComplete()).isFalse();
        assertThat(validator.pending()).isZero();

        validator.reset();
        assertThat(validator.isComplete()).isTrue();
        assertThat(validator.feed(bytes, 2, 2)).isTrue();
        // The validator also forgets the narrower range that ED allows its second byte.
        byte[] character = {(byte) 0xC2, (byte) 0xBF};
        assertThat(validator.feed(character, 0, 2)).isTrue();
    }

    @Test
    void looksAtNothingOutsideItsRange() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 0xFF);
        Arrays.fill(bytes, 5, 22, (byte) 'a');
        assertThat(validator.feed(bytes, 5, 17)).isTrue();
        assertThat(validator.feed(bytes, 22, 0)).isTrue();
        assertThat(validator.feed(bytes, 22, 1)).isFalse();
    }

    @Test
    void needsNothingOfTheBytesBefore() {
        // Each piece is wiped after it was validated. A validator that looks again would see zeros and fail.
        byte[] text = "κόσμε 😀 €".repeat(50).getBytes(UTF_8);
        byte[] piece = new byte[1];
        for (byte b : text) {
            piece[0] = b;
            assertThat(validator.feed(piece, 0, 1)).isTrue();
            piece[0] = 0;
        }
        assertThat(validator.isComplete()).isTrue();
    }

    @Provide
    Arbitrary<byte[]> mostlyText() {
        Arbitrary<byte[]> text = Arbitraries.strings()
                .withChars("abcdefghijkl\u0000äßκ€\uFFFD")
                .ofMaxLength(24)
                .map(s -> s.getBytes(UTF_8));
        Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(3);
        return text.list()
                .ofMaxSize(3)
                .flatMap(texts -> anything.list().ofMaxSize(2).map(bad -> {
                    ByteBuffer mixed = ByteBuffer.allocate(400);
                    for (int i = 0; i < 3; i++) {
                        if (i < texts.size()) {
                            mixed.put(texts.get(i));
                        }
                        if (i < bad.size()) {
                            mixed.put(bad.get(i));
                        }
                    }
                    return Arrays.copyOf(mixed.array(), mixed.position());
                }));
    }

    /** The index of the byte at which our validator fails, -1 when it does not. Leaves the validator fresh. */
    private int failsAt(byte[] bytes) {
        validator.reset();
        int bad = -1;
        for (int i = 0; i < bytes.length && bad < 0; i++) {
            bad = validator.feed(bytes, i, 1) ? -1 : i;
        }
        validator.reset();
        return bad;
    }

    private boolean sameVerdict(byte[] bytes, int length) {
        validator.reset();
        boolean fed = validator.feed(bytes, 0, length);
        Verdict ours = !fed ? Verdict.BAD : validator.isComplete() ? Verdict.WHOLE : Verdict.UNFINISHED;
        return ours == jdkTakes(bytes, length);
    }

    private Verdict jdkTakes(byte[] bytes, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        CharBuffer out = length <= chars.capacity() ? chars.clear() : CharBuffer.allocate(length);
        CoderResult result = strict.reset().decode(in, out, false);
        if (result.isError()) {
            return Verdict.BAD;
        }
        if (!in.hasRemaining()) {
            return Verdict.WHOLE;
        }
        // The JDK notices a surrogate only with its third byte, though the second byte already shows it.
        boolean surrogate = in.remaining() == 2 && in.getShort(in.position()) >>> 5 == (short) 0xEDA0 >>> 5;
        return surrogate ? Verdict.BAD : Verdict.UNFINISHED;
    }

    private static AssertionError disagreement(byte[] bytes, int length) {
        return new AssertionError("judged unlike the JDK: " + HexFormat.of().formatHex(bytes, 0, length));
    }

    private enum Verdict {
        WHOLE,
        UNFINISHED,
        BAD
    }
}
