package io.wsloop;

import io.wsloop.frame.Opcode;
import io.wsloop.frame.PreparedFrames;
import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that is encoded once and sent to many connections. Immutable to its users; any thread.
 *
 * <p>Each connection queues a view of the same bytes. A compressed form is made at the first connection that wants one, one
 * form for each window. A connection that masks (a client's), or that keeps a compression context from message to message,
 * needs bytes that no other connection can use: it encodes the message again.
 */
public final class PreparedMessage {
    private final PreparedFrames frames;

    private PreparedMessage(Opcode opcode, ByteBuffer payload) {
        frames = new PreparedFrames(opcode, payload);
    }

    /**
     * A text message.
     *
     * @param text must hold no unpaired surrogate
     * @return the message
     * @throws IllegalArgumentException at an unpaired surrogate
     */
    public static PreparedMessage text(String text) {
        Objects.requireNonNull(text, "text must not be null");
        return new PreparedMessage(Opcode.TEXT, ByteBuffer.wrap(Utf8.encode(text)));
    }

    /**
     * A text message that is encoded already.
     *
     * @param utf8 must be UTF-8; copied
     * @return the message
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset
     */
    public static PreparedMessage utf8(byte[] utf8) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        return utf8(ByteBuffer.wrap(utf8));
    }

    /**
     * A text message that is encoded already.
     *
     * @param utf8 its remaining bytes must be UTF-8 and are copied; position and limit are left as they were
     * @return the message
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset
     */
    public static PreparedMessage utf8(ByteBuffer utf8) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        PreparedMessage message = new PreparedMessage(Opcode.TEXT, utf8);
        // After copying, for the caller's bytes may change while they are looked at.
        PreparedFrames made = message.frames;
        Utf8.requireValid(made.array(), made.offset(), made.length(), new Utf8Validator());
        return message;
    }

    /**
     * A binary message.
     *
     * @param payload copied
     * @return the message
     */
    public static PreparedMessage binary(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        return new PreparedMessage(Opcode.BINARY, ByteBuffer.wrap(payload));
    }

    /**
     * A binary message.
     *
     * @param payload its remaining bytes are copied; position and limit are left as they were
     * @return the message
     */
    public static PreparedMessage binary(ByteBuffer payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        return new PreparedMessage(Opcode.BINARY, payload);
    }

    /**
     * The payload's length, uncompressed.
     *
     * @return bytes
     */
    public int length() {
        return frames.length();
    }

    /**
     * Whether it is text or binary.
     *
     * @return the type
     */
    public MessageType type() {
        return frames.opcode() == Opcode.TEXT ? MessageType.TEXT : MessageType.BINARY;
    }

    /**
     * The payload, uncompressed; of a text message, its UTF-8. The bytes are the message's: nothing is copied.
     *
     * @return a read-only buffer of exactly these bytes, a new one at each call
     */
    public ByteBuffer payload() {
        return frames.plain().slice(frames.offset(), frames.length());
    }

    /**
     * A copy of the payload, uncompressed; of a text message, its UTF-8.
     *
     * @return a new array at each call, the caller's to keep and to change
     */
    public byte[] bytes() {
        byte[] copy = new byte[frames.length()];
        System.arraycopy(frames.array(), frames.offset(), copy, 0, copy.length);
        return copy;
    }

    /**
     * The text, decoded anew at each call.
     *
     * @return as it was given
     * @throws IllegalStateException of a binary message
     */
    public String text() {
        if (frames.opcode() != Opcode.TEXT) {
            throw new IllegalStateException(
                    "expected a text message, this one is binary: payload() has its " + length() + " bytes");
        }
        return new String(frames.array(), frames.offset(), frames.length(), StandardCharsets.UTF_8);
    }

    /**
     * For the engine: the frames that it sends, made once and kept with the message. Their type is no part of the API, so
     * an application can do nothing with them.
     *
     * @return the same object at each call
     */
    public Object encoded() {
        return frames;
    }

    /** True for a message of the same type and the same payload, however it was made. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof PreparedMessage that
                        && frames.opcode() == that.frames.opcode()
                        && payload().equals(that.payload());
    }

    /** Reads the whole payload at each call. */
    @Override
    public int hashCode() {
        return 31 * payload().hashCode() + frames.opcode().code();
    }

    /** Shows type and length; the content may be confidential. */
    @Override
    public String toString() {
        return "PreparedMessage[" + type() + ", " + length() + " bytes]";
    }
}
