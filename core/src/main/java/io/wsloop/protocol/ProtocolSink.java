package io.wsloop.protocol;

import io.wsloop.CloseOutcome;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;

/**
 * Hears the events of one engine. The engine calls it on the thread that called the engine, before that call returns.
 * One call of {@link Protocol#receive} makes at most one call here. The sink keeps each array that it gets. An event is
 * ignored if the sink does not override its method.
 */
public interface ProtocolSink {
    /**
     * A whole text message.
     *
     * @param text decoded from valid UTF-8
     */
    default void onText(String text) {}

    /**
     * A whole text message as UTF-8, lent by an engine with {@link io.wsloop.Delivery#VIEWS}. Unless overridden, this
     * method decodes the text and calls {@link #onText}.
     *
     * @param utf8 exactly the message, validated, read-only; valid until this method returns
     */
    default void onTextView(ByteBuffer utf8) {
        onText(Utf8.decodeValid(utf8));
    }

    /**
     * A whole binary message.
     *
     * @param payload an array of exactly the message's length
     */
    default void onBinary(byte[] payload) {}

    /**
     * A whole binary message, lent by an engine with {@link io.wsloop.Delivery#VIEWS}.
     *
     * @param payload exactly the message, read-only; valid until this method returns
     */
    default void onBinaryView(ByteBuffer payload) {}

    /**
     * A piece of a text message, from an engine with {@link io.wsloop.Delivery#PARTS}.
     *
     * @param part validated; it ends with a whole character
     * @param last whether the message ends here
     */
    default void onTextPart(String part, boolean last) {}

    /**
     * A piece of a binary message, from an engine with {@link io.wsloop.Delivery#PARTS}.
     *
     * @param part an array of exactly the piece's length
     * @param last whether the message ends here
     */
    default void onBinaryPart(byte[] part, boolean last) {}

    /**
     * A ping came. The engine has answered it with a pong (RFC 6455 §5.5.2), or will do so when the socket takes bytes
     * again.
     *
     * @param payload at most 125 bytes
     */
    default void onPing(byte[] payload) {}

    /**
     * A pong came that does not answer a keepalive ping of the engine.
     *
     * @param payload at most 125 bytes
     */
    default void onPong(byte[] payload) {}

    /** The bytes that wait have fallen below the low-water mark, after they were above the high-water mark. */
    default void onDrained() {}

    /**
     * The connection has ended. Called exactly once, from {@link Protocol#transportClosed}.
     *
     * @param outcome how it ended
     */
    default void onEnd(CloseOutcome outcome) {}
}
