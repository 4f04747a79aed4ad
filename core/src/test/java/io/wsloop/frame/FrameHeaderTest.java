package io.wsloop.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The size of a header, and how it is written (RFC 6455 §5.2). Tests of the engine's decoder cover how headers are
 * read.
 */
class FrameHeaderTest {
    @ParameterizedTest
    @CsvSource({
        "0,            2",
        "125,          2",
        "126,          4",
        "127,          4",
        "65535,        4",
        "65536,       10",
        "2147483647,  10",
        "2147483648,  10",
        "9223372036854775807, 10",
        "-9223372036854775808, 10",
        "-1,          10",
    })
    void takesTheFewestBytesThatHoldTheLengthAndFourMoreForAKey(long length, int size) {
        assertThat(FrameHeader.size(length, false)).isEqualTo(size);
        assertThat(FrameHeader.size(length, true)).isEqualTo(size + 4);
    }

    @ParameterizedTest
    @CsvSource({"00, 2", "7d, 2", "7e, 4", "7f, 10", "80, 6", "fd, 6", "fe, 8", "ff, 14"})
    void knowsItsSizeFromTheSecondByte(String b1, int size) {
        int unsigned = HexFormat.fromHexDigits(b1);
        assertThat(FrameHeader.size(unsigned)).isEqualTo(size);
        assertThat(FrameHeader.size((byte) unsigned)).isEqualTo(size);
        assertThat(size).isLessThanOrEqualTo(FrameHeader.MAX_SIZE);
    }

    @ParameterizedTest
    @CsvSource({
        "0,                     8200,                 8280",
        "125,                   827d,                 82fd",
        "126,                   827e007e,             82fe007e",
        "65535,                 827effff,             82feffff",
        "65536,                 827f0000000000010000, 82ff0000000000010000",
        "9223372036854775807,   827f7fffffffffffffff, 82ff7fffffffffffffff",
        "-9223372036854775808,  827f8000000000000000, 82ff8000000000000000",
        "-1,                    827fffffffffffffffff, 82ffffffffffffffffff",
    })
    void writesTheShortestForm(long length, String unmasked, String masked) {
        ByteBuffer out = ByteBuffer.allocate(FrameHeader.MAX_SIZE);
        FrameHeader.write(out, 0x82, length);
        assertThat(hex(out.flip())).isEqualTo(unmasked);

        out.clear();
        FrameHeader.writeMasked(out, 0x82, length, 0x37FA213D);
        assertThat(hex(out.flip())).isEqualTo(masked + "37fa213d");
    }

    @Test
    void writesEveryFirstByteAsItIs() {
        for (int b0 = 0; b0 <= 0xFF; b0++) {
            ByteBuffer out = ByteBuffer.allocate(2);
            FrameHeader.write(out, b0, 0);
            assertThat(out.array()).containsExactly(b0, 0);
        }
    }

    @Test
    void writesAKeyOfZeroWhichIsNotTheSameAsNoKey() {
        ByteBuffer out = ByteBuffer.allocate(6);
        FrameHeader.writeMasked(out, 0x81, 0, 0);
        assertThat(hex(out.flip())).isEqualTo("818000000000");
    }

    @Property
    void fillsExactlyTheBytesThatItsSizeSays(
            @ForAll @IntRange(max = 255) int b0, @ForAll boolean masked, @ForAll int key, @ForAll long length) {
        ByteBuffer wire = ByteBuffer.allocate(FrameHeader.size(length, masked));
        if (masked) {
            FrameHeader.writeMasked(wire, b0, length, key);
        } else {
            FrameHeader.write(wire, b0, length);
        }
        assertThat(wire.hasRemaining()).isFalse();
        assertThat(FrameHeader.size(wire.get(1))).isEqualTo(wire.capacity());
    }

    private static String hex(ByteBuffer bytes) {
        return HexFormat.of().formatHex(bytes.array(), bytes.position(), bytes.limit());
    }
}
