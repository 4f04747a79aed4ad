package io.wsloop.frame;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A frame's header as RFC 6455 §5.2 draws it. Pure syntax: reserved bits and opcodes, lengths that are not minimal and a
 * missing mask are all representable here; the engine decides about them.
 *
 * @param fin whether this is the final fragment
 * @param rsv the three reserved bits, RSV1 being 4
 * @param opcode 0-15
 * @param masked whether a masking key follows; a key of zero is legal and not the same as none
 * @param maskingKey as a big-endian number, 0 when not masked
 * @param length of the payload, unsigned: negative when the peer set the top bit, which §5.2 forbids
 */
public record FrameHeader(boolean fin, int rsv, int opcode, boolean masked, int maskingKey, long length) {
    /** The longest header: two bytes, a 64-bit length and a masking key. */
    public static final int MAX_SIZE = 14;
    /** In the first byte: the final fragment. */
    public static final int B0_FIN = 0x80;
    /** In the first byte: the reserved bit that permessage-deflate took. */
    public static final int B0_RSV1 = 0x40;
    /** In the first byte: all three reserved bits. */
    public static final int B0_RSV = 0x70;
    /** In the first byte: the opcode. */
    public static final int B0_OPCODE = 0x0F;
    /** In the second byte: a masking key follows. */
    public static final int B1_MASK = 0x80;
    /** In the second byte: the length, or how it is written. */
    public static final int B1_LENGTH = 0x7F;
    /** In place of a length: 16 bits follow. */
    public static final int LENGTH_16 = 126;
    /** In place of a length: 64 bits follow. */
    public static final int LENGTH_64 = 127;

    /**
     * A header's size as its second byte tells it.
     *
     * @param b1 the second byte
     * @return 2-14
     */
    public static int size(int b1) {
        int length = b1 & B1_LENGTH;
        int size = length < LENGTH_16 ? 2 : length == LENGTH_16 ? 4 : 10;
        return (b1 & B1_MASK) == 0 ? size : size + 4;
    }

    /**
     * The size of the header that a payload gets.
     *
     * @param length of the payload
     * @param masked whether a masking key is written
     * @return 2-14
     */
    public static int size(long length, boolean masked) {
        int size = length >>> 16 != 0 ? 10 : length < LENGTH_16 ? 2 : 4;
        return masked ? size + 4 : size;
    }

    /**
     * Reads a header. One that took more bytes than {@link #size(long, boolean)} says was not in the shortest form.
     *
     * @param in big-endian; its position moves behind the header, or not at all
     * @return null when the header is not whole yet
     */
    public static @Nullable FrameHeader parse(ByteBuffer in) {
        int at = in.position();
        if (in.remaining() < 2 || in.remaining() < size(in.get(at + 1))) {
            return null;
        }
        int b0 = in.get();
        int b1 = in.get();
        long length = b1 & B1_LENGTH;
        if (length == LENGTH_16) {
            length = in.getShort() & 0xFFFF;
        } else if (length == LENGTH_64) {
            length = in.getLong();
        }
        boolean masked = (b1 & B1_MASK) != 0;
        int key = masked ? in.getInt() : 0;
        return new FrameHeader((b0 & B0_FIN) != 0, (b0 & B0_RSV) >> 4, b0 & B0_OPCODE, masked, key, length);
    }

    /**
     * Writes an unmasked header, its length in the shortest form (§5.2).
     *
     * @param out has room for {@link #size(long, boolean)}; big-endian
     * @param b0 the first byte
     * @param length of the payload
     */
    public static void write(ByteBuffer out, int b0, long length) {
        write(out, b0, length, 0);
    }

    /**
     * Writes a masked header, its length in the shortest form (§5.2).
     *
     * @param out has room for {@link #size(long, boolean)}; big-endian
     * @param b0 the first byte
     * @param length of the payload
     * @param maskingKey any value, zero included
     */
    public static void writeMasked(ByteBuffer out, int b0, long length, int maskingKey) {
        write(out, b0, length, B1_MASK);
        out.putInt(maskingKey);
    }

    /**
     * Writes this header, its length in the shortest form.
     *
     * @param out has room for it; big-endian
     */
    public void write(ByteBuffer out) {
        int b0 = (fin ? B0_FIN : 0) | rsv << 4 | opcode;
        if (masked) {
            writeMasked(out, b0, length, maskingKey);
        } else {
            write(out, b0, length);
        }
    }

    private static void write(ByteBuffer out, int b0, long length, int mask) {
        out.put((byte) b0);
        if (length >>> 16 != 0) {
            out.put((byte) (mask | LENGTH_64)).putLong(length);
        } else if (length < LENGTH_16) {
            out.put((byte) (mask | (int) length));
        } else {
            out.put((byte) (mask | LENGTH_16)).putShort((short) length);
        }
    }
}
