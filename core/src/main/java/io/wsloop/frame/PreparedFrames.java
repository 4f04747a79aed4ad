package io.wsloop.frame;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message as a server sends them, encoded once for many connections. The constructor makes the
 * uncompressed frame. The first connection that needs a compressed frame makes it, one for each size of the window
 * (RFC 7692 §7.1.2.1). Any thread.
 */
public final class PreparedFrames {
    private static final int SMALLEST_WINDOW = 8;
    private static final int WINDOWS = 8;

    private final Opcode opcode;
    private final byte[] frame;
    private final int length;
    private final ByteBuffer plain;
    private final AtomicReferenceArray<@Nullable ByteBuffer> compressed = new AtomicReferenceArray<>(WINDOWS);

    /**
     * Makes the uncompressed frame.
     *
     * @param opcode TEXT or BINARY
     * @param payload its remaining bytes are copied; position and limit stay
     */
    public PreparedFrames(Opcode opcode, ByteBuffer payload) {
        this.opcode = opcode;
        length = payload.remaining();
        ByteBuffer made = header(FrameHeader.B0_FIN | opcode.code(), length);
        frame = made.array();
        payload.get(payload.position(), frame, made.position(), length);
        plain = made.clear().asReadOnlyBuffer();
    }

    /**
     * The message's opcode.
     *
     * @return TEXT or BINARY
     */
    public Opcode opcode() {
        return opcode;
    }

    /**
     * The array that holds the payload, from {@link #offset} to its end. The caller must not change it.
     *
     * @return the array itself
     */
    public byte[] array() {
        return frame;
    }

    /**
     * Where the payload begins in {@link #array}.
     *
     * @return the size of the uncompressed frame's header
     */
    public int offset() {
        return frame.length - length;
    }

    /**
     * The payload's length without compression.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * The uncompressed frame.
     *
     * @return read-only and shared: position and limit must stay
     */
    public ByteBuffer plain() {
        return plain;
    }

    /**
     * The frame for a connection whose window has this size.
     *
     * @param windowBits 8-15
     * @return read-only and shared: position and limit must stay; null when {@link #compressed(int, byte[], int)} has
     *     not been called yet
     */
    public @Nullable ByteBuffer compressed(int windowBits) {
        return compressed.get(windowBits - SMALLEST_WINDOW);
    }

    /**
     * Keeps the frame for a window of this size: the compressed frame or, if it is not shorter, the uncompressed one.
     * If two threads make it at the same time, the later one replaces the other.
     *
     * @param windowBits 8-15
     * @param deflated the compressed payload from its first byte on; copied
     * @param deflatedLength how many bytes
     * @return the frame that is kept
     */
    public ByteBuffer compressed(int windowBits, byte[] deflated, int deflatedLength) {
        ByteBuffer kept = plain;
        if (deflatedLength < length) {
            ByteBuffer made = header(FrameHeader.B0_FIN | FrameHeader.B0_RSV1 | opcode.code(), deflatedLength);
            kept = made.put(deflated, 0, deflatedLength).flip().asReadOnlyBuffer();
        }
        compressed.set(windowBits - SMALLEST_WINDOW, kept);
        return kept;
    }

    private static ByteBuffer header(int b0, int length) {
        ByteBuffer made = ByteBuffer.allocate(FrameHeader.size(length, false) + length);
        FrameHeader.write(made, b0, length);
        return made;
    }
}
