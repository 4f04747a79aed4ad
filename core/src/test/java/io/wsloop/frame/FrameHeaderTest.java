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

/** RFC 6455 §5.2, read and written. The rules about it are the engine's. */
class FrameHeaderTest {
    private static final String[] ONE_OF_EACH_SIZE = {
        "8105",
        "8185 37fa213d",
        "827e0100",
        "82fe0100 37fa213d",
        "827f0000000000010000",
        "82ff0000000000010000 37fa213d"
    };

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
    void readsTheExamplesOfTheRfc() {
        // §5.7: an unmasked and a masked "Hello", its two fragments, a ping, 256 bytes and 64 KiB of binary.
        assertThat(parse("8105")).isEqualTo(new FrameHeader(true, 0, 0x1, false, 0, 5));
        assertThat(parse("818537fa213d")).isEqualTo(new FrameHeader(true, 0, 0x1, true, 0x37FA213D, 5));
        assertThat(parse("0103")).isEqualTo(new FrameHeader(false, 0, 0x1, false, 0, 3));
        assertThat(parse("8002")).isEqualTo(new FrameHeader(true, 0, 0x0, false, 0, 2));
        assertThat(parse("8905")).isEqualTo(new FrameHeader(true, 0, 0x9, false, 0, 5));
        assertThat(parse("827e0100")).isEqualTo(new FrameHeader(true, 0, 0x2, false, 0, 256));
        assertThat(parse("827f0000000000010000")).isEqualTo(new FrameHeader(true, 0, 0x2, false, 0, 65536));
    }

    @Test
    void readsEveryFirstByteAndWritesItBack() {
        for (int b0 = 0; b0 <= 0xFF; b0++) {
            FrameHeader header = parse(HexFormat.of().toHexDigits((byte) b0) + "00");
            assertThat(header).isEqualTo(new FrameHeader((b0 & 0x80) != 0, b0 >> 4 & 7, b0 & 15, false, 0, 0));
            ByteBuffer out = ByteBuffer.allocate(2);
            header.write(out);
            assertThat(out.array()).containsExactly(b0, 0);
        }
        assertThat(parse("c000").rsv()).as("RSV1").isEqualTo(4);
    }

    @Test
    void tellsAKeyOfZeroFromNoKey() {
        FrameHeader zero = parse("818000000000");
        FrameHeader none = parse("8100");
        assertThat(zero.masked()).isTrue();
        assertThat(none.masked()).isFalse();
        assertThat(zero).isNotEqualTo(none);
        ByteBuffer out = ByteBuffer.allocate(6);
        zero.write(out);
        assertThat(hex(out.flip())).isEqualTo("818000000000");
    }

    @ParameterizedTest
    @CsvSource({"827e0005, 5", "827e007d, 125", "827f0000000000000005, 5", "827f000000000000ffff, 65535"})
    void readsALengthThatIsNotMinimalAndShowsItBySize(String wire, long length) {
        ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(wire));
        FrameHeader header = FrameHeader.parse(in);
        assertThat(header).isEqualTo(new FrameHeader(true, 0, 0x2, false, 0, length));
        assertThat(in.position()).isGreaterThan(FrameHeader.size(length, false));
    }

    @ParameterizedTest
    @CsvSource({
        "827f7fffffffffffffff, 9223372036854775807",
        "827f8000000000000000, -9223372036854775808",
        "827fffffffffffffffff, -1"
    })
    void readsTheTopBitOfALengthAsItsSign(String wire, long length) {
        assertThat(parse(wire).length()).isEqualTo(length);
    }

    @Test
    void takesNothingUntilTheHeaderIsWholeAndNothingBeyondIt() {
        for (String wire : ONE_OF_EACH_SIZE) {
            byte[] header = HexFormat.of().parseHex(wire.replace(" ", ""));
            byte[] before = new byte[3];
            ByteBuffer in = ByteBuffer.allocate(before.length + header.length + 2);
            in.put(before).put(header).put((byte) 0xEE).put((byte) 0xEE);
            for (int come = 0; come < header.length; come++) {
                in.position(before.length).limit(before.length + come);
                assertThat(FrameHeader.parse(in))
                        .as("%s, %d bytes of it", wire, come)
                        .isNull();
                assertThat(in.position()).isEqualTo(before.length);
            }
            for (int more = 0; more <= 2; more++) {
                in.position(before.length).limit(before.length + header.length + more);
                assertThat(FrameHeader.parse(in)).as(wire).isNotNull();
                assertThat(in.remaining()).isEqualTo(more);
            }
        }
    }

    @Test
    void readsADirectBufferTheSame() {
        for (String wire : ONE_OF_EACH_SIZE) {
            byte[] header = HexFormat.of().parseHex(wire.replace(" ", ""));
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(header.length).put(header).flip();
            assertThat(FrameHeader.parse(direct)).isEqualTo(parse(wire));
        }
    }

    @Property
    void readsBackWhateverItWrites(
            @ForAll boolean fin,
            @ForAll @IntRange(max = 7) int rsv,
            @ForAll @IntRange(max = 15) int opcode,
            @ForAll boolean masked,
            @ForAll int key,
            @ForAll long length) {
        FrameHeader header = new FrameHeader(fin, rsv, opcode, masked, masked ? key : 0, length);
        ByteBuffer wire = ByteBuffer.allocate(FrameHeader.size(length, masked));
        header.write(wire);
        assertThat(wire.hasRemaining()).isFalse();
        assertThat(FrameHeader.parse(wire.flip())).isEqualTo(header);
        assertThat(wire.hasRemaining()).isFalse();
    }

    private static FrameHeader parse(String wire) {
        FrameHeader header = FrameHeader.parse(ByteBuffer.wrap(HexFormat.of().parseHex(wire.replace(" ", ""))));
        assertThat(header).as(wire).isNotNull();
        return header;
    }

    private static String hex(ByteBuffer bytes) {
        return HexFormat.of().formatHex(bytes.array(), bytes.position(), bytes.limit());
    }
}
