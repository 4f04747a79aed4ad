package io.wsloop.frame;

import java.nio.ByteBuffer;

/**
 * The bits and sizes of a frame's header, and how to write one (RFC 6455 §5.2). {@code FrameDecoder} in {@code
 * io.wsloop.protocol} reads headers and checks them.
 */
public final class FrameHeader {
    /** The longest header: two bytes, a 64-bit length and a masking key. */
    public static final int MAX_SIZE = 14;
    /** FIN in the first byte: this frame is the final fragment of its message. */
    public static final int B0_FIN = 0x80;
    /** RSV1 in the first byte: permessage-deflate marks a compressed message with it (RFC 7692 §6). */
    public static final int B0_RSV1 = 0x40;
    /** RSV1 to RSV3 in the first byte: they must be 0 unless an extension defines them. */
    public static final int B0_RSV = 0x70;
    /** The bits of the opcode in the first byte. */
    public static final int B0_OPCODE = 0x0F;
    /** MASK in the second byte: a masking key follows. */
    public static final int B1_MASK = 0x80;
    /** The bits of the length in the second byte: a length below 126, or {@link #LENGTH_16} or {@link #LENGTH_64}. */
    public static final int B1_LENGTH = 0x7F;
    /** Written in place of a length: the length follows in 16 bits. */
    public static final int LENGTH_16 = 126;
    /** Written in place of a length: the length follows in 64 bits, of which the highest must be 0. */
    public static final int LENGTH_64 = 127;

    private FrameHeader() {}

    /**
     * The size of a header, as its second byte tells it.
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
     * The size of the header before a payload of this length.
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
     * Writes an unmasked header. The length takes the fewest bytes that hold it, as a sender must write it
     * (RFC 6455 §5.2).
     *
     * @param out has room for {@link #size(long, boolean)}; big-endian
     * @param b0 the first byte
     * @param length of the payload, as an unsigned number
     */
    public static void write(ByteBuffer out, int b0, long length) {
        write(out, b0, length, 0);
    }

    /**
     * Writes a masked header. The length takes the fewest bytes that hold it, as a sender must write it
     * (RFC 6455 §5.2).
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
