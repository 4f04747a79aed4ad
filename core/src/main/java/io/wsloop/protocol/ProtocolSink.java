package io.wsloop.protocol;

import io.wsloop.CloseOutcome;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;

/**
 * What an engine tells its driver. The engine calls it on the thread that called the engine, before that call returns. Each
 * {@link Protocol#receive} makes at most one call here. An array that is handed over belongs to the sink. An event whose
 * method a sink does not override is ignored.
 */
public interface ProtocolSink {
    /**
     * A whole text message.
     *
     * @param text decoded from valid UTF-8
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
     * @param payload an array of the message's length
     */
    default void onBinary(byte[] payload) {}

    /**
     * A whole binary message, on an engine with {@link io.wsloop.Delivery#VIEWS}.
     *
     * @param payload the message, read-only; valid until this method returns
     */
    default void onBinaryView(ByteBuffer payload) {}

    /**
     * A piece of a text message, on an engine with {@link io.wsloop.Delivery#PARTS}.
     *
     * @param part validated; it ends between two characters
     * @param last whether the message ends here
     */
    default void onTextPart(String part, boolean last) {}

    /**
     * A piece of a binary message, on an engine with {@link io.wsloop.Delivery#PARTS}.
     *
     * @param part an array of the piece's length
     * @param last whether the message ends here
     */
    default void onBinaryPart(byte[] part, boolean last) {}

    /**
     * A ping. The engine has answered it already, or will when the socket takes bytes again (RFC 6455 §5.5.2).
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

    /** The bytes that wait were above the high-water mark and have fallen below the low-water mark. */
    default void onDrained() {}

    /**
     * The connection has ended. Called exactly once, from {@link Protocol#transportClosed}.
     *
     * @param outcome how it ended
     */
    default void onEnd(CloseOutcome outcome) {}
}
