package io.wsloop.frame;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A message's frames as a server sends them, encoded once for many connections. The uncompressed frame is made at once, a
 * compressed one at the first connection that wants it, one for each window (RFC 7692 §7.1.2.1). Any thread.
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
     * Frames of one message.
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
     * The array that holds the payload, from {@link #offset} to its end. Not to be changed.
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
     * The payload's length, uncompressed.
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
     * The frame for this window.
     *
     * @param windowBits 8-15
     * @return read-only and shared; null when none was made yet
     */
    public @Nullable ByteBuffer compressed(int windowBits) {
        return compressed.get(windowBits - SMALLEST_WINDOW);
    }

    /**
     * Keeps the frame for this window: the compressed one, or the plain one if that is not longer. If two threads make one
     * at the same time, either stays.
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
