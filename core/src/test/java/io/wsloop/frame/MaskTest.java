package io.wsloop.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Masking (RFC 6455 §5.3). A key of zero is legal and changes nothing. */
class MaskTest {
    private static final int KEY = 0x37FA213D;

    @Test
    void masksTheHelloOfTheRfc() {
        byte[] bytes = "Hello".getBytes(UTF_8);
        Mask.apply(bytes, 0, 5, KEY);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("7f9f4d5158");
        Mask.apply(bytes, 0, 5, KEY);
        assertThat(new String(bytes, UTF_8)).isEqualTo("Hello");
    }

    @Test
    void doesWhatTheRfcSaysForEveryLengthAndOffset() {
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; length <= 81; length++) {
                doesWhatTheRfcSays(offset, length);
            }
        }
    }

    @Test
    void doesWhatTheRfcSaysOnEitherSideOfABlock() {
        for (int blocks = 1; blocks <= 3; blocks++) {
            for (int beyond = -41; beyond <= 41; beyond++) {
                doesWhatTheRfcSays(blocks % 2, 1024 * blocks + beyond);
            }
        }
    }

    private static void doesWhatTheRfcSays(int offset, int length) {
        byte[] bytes = noise(offset + length + 14);
        byte[] expected = bytes.clone();
        for (int i = 0; i < length; i++) {
            expected[offset + i] ^= (byte) (KEY >>> 8 * (3 - i % 4));
        }
        int rotated = Mask.apply(bytes, offset, length, KEY);
        assertThat(bytes).as("offset %d, length %d", offset, length).isEqualTo(expected);
        assertThat(rotated).isEqualTo(Integer.rotateLeft(KEY, 8 * (length % 4)));
    }

    @Test
    void goesOnWithTheRotatedKeyAtEveryPairOfSplits() {
        byte[] whole = noise(27);
        Mask.apply(whole, 0, whole.length, KEY);
        for (int first = 0; first <= whole.length; first++) {
            for (int second = first; second <= whole.length; second++) {
                byte[] pieces = noise(27);
                int key = Mask.apply(pieces, 0, first, KEY);
                key = Mask.apply(pieces, first, second - first, key);
                Mask.apply(pieces, second, pieces.length - second, key);
                assertThat(pieces).as("cut at %d and %d", first, second).isEqualTo(whole);
            }
        }
    }

    @Property
    void anySplitGivesTheWhole(
            @ForAll byte[] payload, @ForAll int key, @ForAll @Size(max = 20) List<@IntRange(max = 40) Integer> cuts) {
        byte[] whole = payload.clone();
        Mask.apply(whole, 0, whole.length, key);
        byte[] pieces = payload.clone();
        int rotated = key;
        int at = 0;
        for (int cut : cuts) {
            int length = Math.min(cut, pieces.length - at);
            rotated = Mask.apply(pieces, at, length, rotated);
            at += length;
        }
        Mask.apply(pieces, at, pieces.length - at, rotated);
        assertThat(pieces).isEqualTo(whole);
    }

    @Property
    void twiceIsAsBefore(@ForAll byte[] payload, @ForAll int key) {
        byte[] bytes = payload.clone();
        Mask.apply(bytes, 0, bytes.length, key);
        Mask.apply(bytes, 0, bytes.length, key);
        assertThat(bytes).isEqualTo(payload);
    }

    @Test
    void aKeyOfZeroLeavesEveryByteAndStaysZero() {
        byte[] bytes = noise(33);
        assertThat(Mask.apply(bytes, 1, 31, 0)).isZero();
        assertThat(bytes).isEqualTo(noise(33));
    }

    @Test
    void aKeyWithZeroBytesIsAKey() {
        byte[] bytes = new byte[11];
        int rotated = Mask.apply(bytes, 0, 11, 0x000000FF);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("000000ff000000ff000000");
        assertThat(rotated).isEqualTo(0xFF000000);
    }

    @Test
    void touchesNothingOutsideItsRange() {
        byte[] bytes = new byte[40];
        Mask.apply(bytes, 11, 17, -1);
        byte[] expected = new byte[40];
        Arrays.fill(expected, 11, 28, (byte) -1);
        assertThat(bytes).isEqualTo(expected);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
