package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.frame.FrameHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every header (RFC 6455 §5.2): in each form of the length, cut at each place, in both byte orders.
 *
 * <p>Against reserved opcodes that escape the size check: the first byte decides, for any length that the header
 * announces.
 */
class FrameDecoderTest {
    private static final long LIMIT = 1 << 20;
    private static final Limits LIMITS = Limits.defaults().withMaxMessageBytes(LIMIT);
    private static final Set<Integer> ASSIGNED = Set.of(0x0, 0x1, 0x2, 0x8, 0x9, 0xA);

    /** The rules of RFC 6455 §5.2 to §5.5 and RFC 7692 §6, stated a second time beside the decoder's. */
    private record Situation(Role receiver, boolean deflate, boolean inMessage) {
        FrameDecoder decoder() {
            FrameDecoder decoder = new FrameDecoder(receiver, LIMITS, deflate);
            if (inMessage) {
                headed(decoder, ByteBuffer.wrap(Wire.frame(receiver, 0x02, new byte[0])));
            }
            return decoder;
        }

        @Nullable
        Violation brokenByFirst(int b0) {
            boolean fin = b0 >= 0x80;
            int rsv = b0 >> 4 & 7;
            int opcode = b0 & 0xF;
            boolean control = opcode >= 8;
            if (rsv != 0 && (rsv != 4 || !deflate)) {
                return Violation.RESERVED_BITS;
            } else if (rsv != 0 && (control || opcode == 0)) {
                return Violation.COMPRESSED_BIT_MISPLACED;
            } else if (!ASSIGNED.contains(opcode)) {
                return Violation.RESERVED_OPCODE;
            } else if (control) {
                return fin ? null : Violation.CONTROL_FRAGMENTED;
            } else if (opcode == 0) {
                return inMessage ? null : Violation.CONTINUATION_UNEXPECTED;
            }
            return inMessage ? Violation.CONTINUATION_EXPECTED : null;
        }

        @Nullable
        Violation brokenBySecond(int b0, int b1) {
            boolean masked = b1 >= 0x80;
            int length = b1 & 0x7F;
            if (masked && receiver == Role.CLIENT) {
                return Violation.MASK_UNEXPECTED;
            } else if (!masked && receiver == Role.SERVER) {
                return Violation.MASK_MISSING;
            } else if ((b0 & 0xF) >= 8 && length > 125) {
                return Violation.CONTROL_TOO_LONG;
            }
            return (b0 & 0xF) == 8 && length == 1 ? Violation.CLOSE_BODY_TOO_SHORT : null;
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void everyFirstAndSecondByteIsJudgedByTheRules(Role receiver) {
        int accepted = 0;
        for (boolean deflate : new boolean[] {false, true}) {
            for (boolean inMessage : new boolean[] {false, true}) {
                Situation now = new Situation(receiver, deflate, inMessage);
                for (int b0 = 0; b0 < 256; b0++) {
                    Violation first = now.brokenByFirst(b0);
                    if (first != null) {
                        fails(now.decoder(), first, b0);
                        fails(now.decoder(), first, b0, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
                        continue;
                    }
                    for (int b1 = 0; b1 < 256; b1++) {
                        Violation second = now.brokenBySecond(b0, b1);
                        if (second != null) {
                            fails(now.decoder(), second, b0, b1);
                            fails(now.decoder(), second, b0, b1, 0, 0, 0, 0, 0, 1, 0, 0, 9, 9, 9, 9);
                        } else {
                            isUnderstood(now, b0, b1);
                            accepted++;
                        }
                    }
                }
            }
        }
        // Data frames have 128 legal second bytes, pings and pongs 126, closes 125. First bytes: 4 + 2, and 2 more with
        // RSV1, twice.
        assertThat(accepted).isEqualTo(4 * (2 * 126 + 125) + 128 * (4 + 2 + 8 + 2));
    }

    private static void isUnderstood(Situation now, int b0, int b1) {
        int form = b1 & 0x7F;
        long length = form < 126 ? form : form == 126 ? 0x1234 : 0x01_2345;
        byte[] header = header(now.receiver(), b0, length);
        assertThat(header[1] & 0xFF).isEqualTo(b1);
        for (int cut = 0; cut < header.length; cut++) {
            FrameDecoder decoder = now.decoder();
            assertThat(headed(decoder, ByteBuffer.wrap(header, 0, cut))).isFalse();
            ByteBuffer rest = ByteBuffer.wrap(header, cut, header.length - cut);
            rest.order(cut % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            assertThat(headed(decoder, rest)).isTrue();
            assertThat(List.of(decoder.opcode(), decoder.payloadLength(), decoder.left(), decoder.key()))
                    .isEqualTo(List.of(b0 & 0xF, length, length, now.receiver() == Role.SERVER ? Wire.KEY : 0));
            assertThat(List.of(decoder.isFinal(), decoder.isControl(), decoder.isContinuation()))
                    .isEqualTo(List.of(b0 >= 0x80, (b0 & 8) != 0, (b0 & 0xF) == 0));
            assertThat(decoder.isCompressed()).isEqualTo((b0 & 0x40) != 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void lengthsBesideEachBorderAreTakenInTheirShortestForm(Role receiver) {
        for (long length : new long[] {0, 1, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536, LIMIT - 1, LIMIT}) {
            FrameDecoder decoder = new FrameDecoder(receiver, LIMITS, false);
            assertThat(headed(decoder, ByteBuffer.wrap(header(receiver, 0x82, length))))
                    .isTrue();
            assertThat(decoder.payloadLength()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 125})
    void shortLengthsIn16BitsAreRefused(long length) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer in = ByteBuffer.allocate(8);
            in.put(new byte[] {(byte) 0x82, (byte) 0xFE}).putShort((short) length);
            refused(in.putInt(Wire.KEY).flip().order(order), Violation.LENGTH_NOT_MINIMAL);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 125, 126, 65_535})
    void shortLengthsIn64BitsAreRefused(long length) {
        refused(in64Bits(length), Violation.LENGTH_NOT_MINIMAL);
        refused(in64Bits(length).order(ByteOrder.LITTLE_ENDIAN), Violation.LENGTH_NOT_MINIMAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {LIMIT + 1, 1L << 31, 1L << 32, Long.MAX_VALUE})
    void lengthsAboveTheLimitAreRefused(long length) {
        refused(in64Bits(length), Violation.FRAME_TOO_BIG);
        refused(in64Bits(length).order(ByteOrder.LITTLE_ENDIAN), Violation.FRAME_TOO_BIG);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1})
    void lengthsWithTheTopBitSetAreRefused(long length) {
        refused(in64Bits(length), Violation.LENGTH_NEGATIVE);
        refused(in64Bits(length).order(ByteOrder.LITTLE_ENDIAN), Violation.LENGTH_NEGATIVE);
    }

    /** Control frames are no data (RFC 6455 §5.5), so the limit on a data frame does not bind them. */
    @Test
    void aControlFrameOf125BytesPassesUnderASmallerLimitOnFrames() {
        FrameDecoder decoder = new FrameDecoder(Role.CLIENT, Limits.defaults().withMaxFrameBytes(1), false);
        assertThat(headed(decoder, ByteBuffer.wrap(new byte[] {(byte) 0x8A, 125})))
                .isTrue();
        assertThat(decoder.payloadLength()).isEqualTo(125);
    }

    @Test
    void takenPayloadIsCountedAndTheKeyKeptAsRotated() {
        FrameDecoder decoder = new FrameDecoder(Role.SERVER, LIMITS, false);
        assertThat(decoder).hasToString("between frames");
        assertThat(headed(decoder, ByteBuffer.wrap(new byte[] {(byte) 0x82}))).isFalse();
        assertThat(decoder).hasToString("in a header");
        byte[] header = header(Role.SERVER, 0x82, 10);
        assertThat(headed(decoder, ByteBuffer.wrap(header, 1, header.length - 1)))
                .isTrue();
        decoder.took(3, 0x01020304);
        assertThat(decoder.left()).isEqualTo(7);
        assertThat(decoder.payloadLength()).isEqualTo(10);
        assertThat(decoder.key()).isEqualTo(0x01020304);
        assertThat(decoder).hasToString("in a payload, 7 of 10 bytes to come");
    }

    @Test
    void readsTheExamplesOfTheRfc() {
        // The examples of RFC 6455 §5.7: an unmasked and a masked "Hello", its two fragments, a ping, 256 bytes and 64
        // KiB of binary.
        FrameDecoder client = new FrameDecoder(Role.CLIENT, LIMITS, false);
        FrameDecoder server = new FrameDecoder(Role.SERVER, LIMITS, false);
        reads(client, "8105", true, 0x1, 0, 5);
        reads(server, "8185 37fa213d", true, 0x1, 0x37FA213D, 5);
        reads(client, "0103", false, 0x1, 0, 3);
        reads(client, "8002", true, 0x0, 0, 2);
        reads(client, "8905", true, 0x9, 0, 5);
        reads(client, "827e 0100", true, 0x2, 0, 256);
        reads(client, "827f 0000000000010000", true, 0x2, 0, 65536);
    }

    /** A server must fail the connection at a frame without a key (RFC 6455 §5.1). A key of zero is a key. */
    @Test
    void tellsAKeyOfZeroFromNoKey() {
        reads(new FrameDecoder(Role.SERVER, LIMITS, false), "8180 00000000", true, 0x1, 0, 0);
        refused(ByteBuffer.wrap(Wire.hex("8100")), Violation.MASK_MISSING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesNothingBeyondTheHeaderFromAnyKindOfBuffer(boolean direct) {
        for (String wire : new String[] {
            "8185 37fa213d",
            "82fe0100 37fa213d",
            "82ff0000000000010000 37fa213d",
            "8105",
            "827e0100",
            "827f0000000000010000"
        }) {
            byte[] header = Wire.hex(wire);
            Role receiver = header[1] < 0 ? Role.SERVER : Role.CLIENT;
            int size = 3 + header.length + 2;
            ByteBuffer in = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            in.put(new byte[3]).put(header).put((byte) 0xEE).put((byte) 0xEE);
            for (int more = 0; more <= 2; more++) {
                in.limit(3 + header.length + more).position(3);
                assertThat(headed(new FrameDecoder(receiver, LIMITS, false), in))
                        .as(wire)
                        .isTrue();
                assertThat(in.remaining()).isEqualTo(more);
            }
        }
    }

    @Property
    void readsBackWhatIsWritten(
            @ForAll Role receiver,
            @ForAll boolean fin,
            @ForAll boolean rsv1,
            @ForAll @IntRange(min = 1, max = 2) int opcode,
            @ForAll int key,
            @ForAll @LongRange(max = Long.MAX_VALUE) long length) {
        boolean masked = receiver == Role.SERVER;
        int b0 = (fin ? FrameHeader.B0_FIN : 0) | (rsv1 ? FrameHeader.B0_RSV1 : 0) | opcode;
        ByteBuffer wire = ByteBuffer.allocate(FrameHeader.size(length, masked));
        if (masked) {
            FrameHeader.writeMasked(wire, b0, length, key);
        } else {
            FrameHeader.write(wire, b0, length);
        }
        Limits boundless = Limits.defaults().withMaxMessageBytes(Long.MAX_VALUE).withMaxFrameBytes(Long.MAX_VALUE);
        FrameDecoder decoder = new FrameDecoder(receiver, boundless, true);
        assertThat(headed(decoder, wire.flip())).isTrue();
        assertThat(wire.hasRemaining()).isFalse();
        assertThat(List.of(decoder.isFinal(), decoder.isCompressed())).isEqualTo(List.of(fin, rsv1));
        assertThat(List.of(decoder.opcode(), decoder.key(), decoder.payloadLength()))
                .isEqualTo(List.of(opcode, masked ? key : 0, length));
    }

    private static void reads(FrameDecoder decoder, String wire, boolean fin, int opcode, int key, long length) {
        assertThat(headed(decoder, ByteBuffer.wrap(Wire.hex(wire)))).as(wire).isTrue();
        assertThat(List.of(decoder.isFinal(), decoder.isCompressed())).isEqualTo(List.of(fin, false));
        assertThat(List.of(decoder.opcode(), decoder.key(), decoder.payloadLength()))
                .isEqualTo(List.of(opcode, key, length));
    }

    private static ByteBuffer in64Bits(long length) {
        ByteBuffer in = ByteBuffer.allocate(14).put(new byte[] {(byte) 0x82, (byte) 0xFF});
        return in.putLong(length).putInt(Wire.KEY).flip();
    }

    private static void refused(ByteBuffer in, Violation violation) {
        assertThatThrownBy(() -> new FrameDecoder(Role.SERVER, LIMITS, false).header(in))
                .isInstanceOfSatisfying(
                        ViolationException.class, e -> assertThat(e.violation()).isEqualTo(violation));
    }

    private static void fails(FrameDecoder decoder, Violation violation, int... bytes) {
        byte[] wire = new byte[bytes.length];
        for (int i = 0; i < wire.length; i++) {
            wire[i] = (byte) bytes[i];
        }
        try {
            decoder.header(ByteBuffer.wrap(wire));
            throw new AssertionError("expected " + violation + " at " + Arrays.toString(wire));
        } catch (ViolationException e) {
            assertThat(e.violation()).as(() -> Arrays.toString(wire)).isEqualTo(violation);
        }
    }

    private static byte[] header(Role receiver, int b0, long length) {
        boolean masked = receiver == Role.SERVER;
        ByteBuffer out = ByteBuffer.allocate(FrameHeader.size(length, masked));
        if (masked) {
            FrameHeader.writeMasked(out, b0, length, Wire.KEY);
        } else {
            FrameHeader.write(out, b0, length);
        }
        return out.array();
    }

    private static boolean headed(FrameDecoder decoder, ByteBuffer in) {
        try {
            return decoder.header(in);
        } catch (ViolationException e) {
            throw new AssertionError(e);
        }
    }
}
