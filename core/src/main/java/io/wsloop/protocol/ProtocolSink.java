package io.wsloop.protocol;

import io.wsloop.CloseOutcome;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;

/**
 * What an engine tells its driver, from within the engine's own methods and on their thread. Each call of {@link
 * Protocol#receive} makes at most one call here. Arrays handed over are the receiver's to keep.
 * What a sink does not override is passed over.
 */
public interface ProtocolSink {
    /**
     * A whole text message.
     *
     * @param text validated
     */
    default void onText(String text) {}

    /**
     * A whole text message, on an engine that lends messages. Unless overridden, it is decoded and goes to {@link #onText}.
     *
     * @param utf8 exactly the message, validated, read-only, until this returns
     */
    default void onTextView(ByteBuffer utf8) {
        onText(Utf8.decodeValid(utf8));
    }

    /**
     * A whole binary message.
     *
     * @param payload exactly sized
     */
    default void onBinary(byte[] payload) {}

    /**
     * A whole binary message, on an engine that lends them.
     *
     * @param payload exactly the message, read-only, until this returns
     */
    default void onBinaryView(ByteBuffer payload) {}

    /**
     * A piece of a text message, on an engine that passes pieces on.
     *
     * @param part validated; no character is torn
     * @param last whether the message ends here
     */
    default void onTextPart(String part, boolean last) {}

    /**
     * A piece of a binary message, on an engine that passes pieces on.
     *
     * @param part exactly sized
     * @param last whether the message ends here
     */
    default void onBinaryPart(byte[] part, boolean last) {}

    /**
     * A ping, which has been answered already.
     *
     * @param payload at most 125 bytes
     */
    default void onPing(byte[] payload) {}

    /**
     * A pong that does not answer the engine's own keepalive.
     *
     * @param payload at most 125 bytes
     */
    default void onPong(byte[] payload) {}

    /** The bytes waiting fell below the low-water mark after having been above the high one. */
    default void onDrained() {}

    /**
     * The end: exactly once, from {@link Protocol#transportClosed}.
     *
     * @param outcome how it ended
     */
    default void onEnd(CloseOutcome outcome) {}
}
