package io.wsloop.protocol;

import io.wsloop.MessageType;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Opcode;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A message that is encoded once and sent to many. Immutable to its users and safe for any thread: each connection queues
 * a view of the same bytes. Compressed forms are made at the first connection that wants one, a form for each window.
 * Connections that mask (a client's) or that keep a compression context have bytes of their own and encode for themselves.
 */
public final class PreparedMessage {
    private static final int SMALLEST_WINDOW = 8;
    private static final int WINDOWS = 8;

    private final MessageType type;
    private final byte[] bytes;
    private final ByteBuffer frame;
    private final AtomicReferenceArray<@Nullable ByteBuffer> compressed = new AtomicReferenceArray<>(WINDOWS);

    private PreparedMessage(MessageType type, byte[] payload) {
        this.type = type;
        this.bytes = payload;
        this.frame = frame(FrameHeader.B0_FIN | opcode(), payload, payload.length);
    }

    /**
     * A text message.
     *
     * @param text must hold no unpaired surrogate
     * @return the message
     * @throws IllegalArgumentException at an unpaired surrogate
     */
    public static PreparedMessage text(String text) {
        return new PreparedMessage(MessageType.TEXT, Utf8.encode(text));
    }

    /**
     * A binary message.
     *
     * @param payload copied
     * @return the message
     */
    public static PreparedMessage binary(byte[] payload) {
        return new PreparedMessage(MessageType.BINARY, payload.clone());
    }

    /**
     * The payload's length, uncompressed.
     *
     * @return bytes
     */
    public int length() {
        return bytes.length;
    }

    /**
     * Whether it is text or binary.
     *
     * @return the type
     */
    public MessageType type() {
        return type;
    }

    /**
     * The payload, uncompressed; of a text message, its UTF-8.
     *
     * @return a read-only buffer of exactly these bytes, a new one at each call
     */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /**
     * The text, decoded anew at each call.
     *
     * @return as it was given
     * @throws IllegalStateException of a binary message
     */
    public String text() {
        if (type != MessageType.TEXT) {
            throw new IllegalStateException(
                    "expected a text message, this one is binary: payload() has its " + bytes.length + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Shows type and length; the content may be confidential. */
    @Override
    public String toString() {
        return "PreparedMessage[" + type + ", " + bytes.length + " bytes]";
    }

    int opcode() {
        return (type == MessageType.TEXT ? Opcode.TEXT : Opcode.BINARY).code();
    }

    /** The payload itself, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** A server's uncompressed frame. */
    ByteBuffer frame() {
        return frame;
    }

    /** A server's frame for this window, or null when none was made yet. */
    @Nullable
    ByteBuffer compressed(int windowBits) {
        return compressed.get(windowBits - SMALLEST_WINDOW);
    }

    /**
     * Keeps a compressed form, or the plain one when that is no longer; of two threads that made one at the same time
     * either may win.
     */
    ByteBuffer compressed(int windowBits, byte[] deflated, int length) {
        ByteBuffer made = length < bytes.length
                ? frame(FrameHeader.B0_FIN | FrameHeader.B0_RSV1 | opcode(), deflated, length)
                : frame;
        compressed.set(windowBits - SMALLEST_WINDOW, made);
        return made;
    }

    private static ByteBuffer frame(int b0, byte[] payload, int length) {
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.size(length, false) + length);
        FrameHeader.write(frame, b0, length);
        return frame.put(payload, 0, length).flip().asReadOnlyBuffer();
    }
}
