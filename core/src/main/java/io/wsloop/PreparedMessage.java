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
 * A message that is encoded once and sent to many connections. Its content never changes; any thread.
 *
 * <p>Each connection queues a view of the same bytes. The first connection that needs a compressed form makes it, one
 * form for each size of the window. Two kinds of connection encode the message again, because no other connection can
 * use their bytes: a client's, which masks, and one that keeps its compression context from message to message.
 */
public final class PreparedMessage {
    private final PreparedFrames frames;

    private PreparedMessage(Opcode opcode, ByteBuffer payload) {
        frames = new PreparedFrames(opcode, payload);
    }

    /**
     * Encodes a text message.
     *
     * @param text must hold no unpaired surrogate, which UTF-8 cannot encode
     * @return the message
     * @throws IllegalArgumentException at an unpaired surrogate
     */
    public static PreparedMessage text(String text) {
        Objects.requireNonNull(text, "text must not be null");
        return new PreparedMessage(Opcode.TEXT, ByteBuffer.wrap(Utf8.encode(text)));
    }

    /**
     * Makes a text message of bytes that are encoded already.
     *
     * @param utf8 must be UTF-8; copied before this returns
     * @return the message
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset
     */
    public static PreparedMessage utf8(byte[] utf8) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        return utf8(ByteBuffer.wrap(utf8));
    }

    /**
     * Makes a text message of bytes that are encoded already.
     *
     * @param utf8 its remaining bytes must be UTF-8, and are copied before this returns; position and limit stay
     * @return the message
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset
     */
    public static PreparedMessage utf8(ByteBuffer utf8) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        PreparedMessage message = new PreparedMessage(Opcode.TEXT, utf8);
        // The copy is validated, because the caller's bytes may change meanwhile.
        PreparedFrames made = message.frames;
        Utf8.requireValid(made.array(), made.offset(), made.length(), new Utf8Validator());
        return message;
    }

    /**
     * Makes a binary message.
     *
     * @param payload copied before this returns
     * @return the message
     */
    public static PreparedMessage binary(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        return new PreparedMessage(Opcode.BINARY, ByteBuffer.wrap(payload));
    }

    /**
     * Makes a binary message.
     *
     * @param payload its remaining bytes are copied before this returns; position and limit stay
     * @return the message
     */
    public static PreparedMessage binary(ByteBuffer payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        return new PreparedMessage(Opcode.BINARY, payload);
    }

    /**
     * The payload's length without compression.
     *
     * @return bytes
     */
    public int length() {
        return frames.length();
    }

    /**
     * Tells whether the message is text or binary.
     *
     * @return the type
     */
    public MessageType type() {
        return frames.opcode() == Opcode.TEXT ? MessageType.TEXT : MessageType.BINARY;
    }

    /**
     * The payload without compression; UTF-8 for a text message. The buffer is a view of the message's bytes: nothing
     * is copied.
     *
     * @return a read-only buffer of exactly these bytes, a new one at each call
     */
    public ByteBuffer payload() {
        return frames.plain().slice(frames.offset(), frames.length());
    }

    /**
     * A copy of the payload without compression; UTF-8 for a text message.
     *
     * @return a new array at each call; the caller may change it
     */
    public byte[] bytes() {
        byte[] copy = new byte[frames.length()];
        System.arraycopy(frames.array(), frames.offset(), copy, 0, copy.length);
        return copy;
    }

    /**
     * Decodes the text at each call.
     *
     * @return the text
     * @throws IllegalStateException for a binary message
     */
    public String text() {
        if (frames.opcode() != Opcode.TEXT) {
            throw new IllegalStateException(
                    "expected a text message, this one is binary: payload() has its " + length() + " bytes");
        }
        return new String(frames.array(), frames.offset(), frames.length(), StandardCharsets.UTF_8);
    }

    /**
     * The frames that the engine sends, made once and kept with the message. Only the engine can use them: their type
     * is no part of the API.
     *
     * @return the same object at each call
     */
    public Object encoded() {
        return frames;
    }

    /** True for a message of the same type with the same payload. */
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

    /** Type and length. The content is left out because it may be confidential. */
    @Override
    public String toString() {
        return "PreparedMessage[" + type() + ", " + length() + " bytes]";
    }
}
