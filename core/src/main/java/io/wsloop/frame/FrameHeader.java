package io.wsloop.frame;

import java.nio.ByteBuffer;

/**
 * A frame's header as RFC 6455 §5.2 draws it: its bits, its sizes, and how it is written. {@code FrameDecoder} in {@code
 * io.wsloop.protocol} reads headers and judges them.
 */
public final class FrameHeader {
    /** The longest header: two bytes, a 64-bit length and a masking key. */
    public static final int MAX_SIZE = 14;
    /** FIN in the first byte: this is the final fragment of a message. */
    public static final int B0_FIN = 0x80;
    /** RSV1 in the first byte: permessage-deflate marks a compressed message with it (RFC 7692 §6). */
    public static final int B0_RSV1 = 0x40;
    /** RSV1 to RSV3 in the first byte: they must be 0 unless an extension defines them. */
    public static final int B0_RSV = 0x70;
    /** In the first byte: the opcode. */
    public static final int B0_OPCODE = 0x0F;
    /** In the second byte: a masking key follows. */
    public static final int B1_MASK = 0x80;
    /** In the second byte: a payload length below 126, or {@link #LENGTH_16} or {@link #LENGTH_64}. */
    public static final int B1_LENGTH = 0x7F;
    /** In place of a length: the length follows in 16 bits. */
    public static final int LENGTH_16 = 126;
    /** In place of a length: the length follows in 64 bits, the highest of which must be 0. */
    public static final int LENGTH_64 = 127;

    private FrameHeader() {}

    /**
     * The size of a header with this second byte.
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
     * @param length of the payload, as an unsigned number
     * @param masked whether a masking key is written
     * @return 2-14
     */
    public static int size(long length, boolean masked) {
        int size = length >>> 16 != 0 ? 10 : length < LENGTH_16 ? 2 : 4;
        return masked ? size + 4 : size;
    }

    /**
     * Writes an unmasked header. The length takes the fewest bytes that hold it, as §5.2 demands.
     *
     * @param out has room for {@link #size(long, boolean)}; big-endian
     * @param b0 the first byte
     * @param length of the payload, as an unsigned number
     */
    public static void write(ByteBuffer out, int b0, long length) {
        write(out, b0, length, 0);
    }

    /**
     * Writes a masked header. The length takes the fewest bytes that hold it, as §5.2 demands.
     *
     * @param out has room for {@link #size(long, boolean)}; big-endian
     * @param b0 the first byte
     * @param length of the payload, as an unsigned number
     * @param maskingKey any value, zero included
     */
    public static void writeMasked(ByteBuffer out, int b0, long length, int maskingKey) {
        write(out, b0, length, B1_MASK);
        out.putInt(maskingKey);
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
