package io.wsloop;

import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;

/**
 * What an application hears of one connection. All callbacks of a connection come on its loop's thread, never two at a
 * time, in wire order. A callback must not block. What it throws ends this connection with 1011 and no other.
 */
public interface WebSocketListener {
    /**
     * The opening handshake is complete; sending is allowed from here on.
     *
     * @param ws the connection
     */
    default void onOpen(WebSocket ws) {}

    /**
     * A whole text message.
     *
     * @param ws the connection
     * @param text validated UTF-8
     */
    default void onText(WebSocket ws, String text) {}

    /**
     * A whole binary message.
     *
     * @param ws the connection
     * @param payload exactly sized and the listener's to keep
     */
    default void onBinary(WebSocket ws, byte[] payload) {}

    /**
     * How messages are to come. Asked once, when the connection opens and before {@link #onOpen}.
     *
     * @return {@link Delivery#WHOLE} unless overridden; never null
     */
    default Delivery delivery() {
        return Delivery.WHOLE;
    }

    /**
     * A whole binary message, lent: the buffer holds the message until this returns, and another message after it. What is to
     * stay must be copied; sending copies. Called on the connection's loop.
     *
     * @param ws the connection
     * @param payload exactly the message, from 0 to its capacity; read-only and without an accessible array, so {@code
     *     put} throws {@link java.nio.ReadOnlyBufferException}
     */
    default void onBinaryView(WebSocket ws, ByteBuffer payload) {}

    /**
     * A whole text message, lent as it came: the buffer holds the message until this returns, and another message after it. What is to stay must be copied; {@link WebSocket#sendUtf8(ByteBuffer)} copies. Unless overridden, the text is decoded and
     * goes to {@link #onText}. Called on the connection's loop.
     *
     * @param ws the connection
     * @param utf8 exactly the message, from 0 to its capacity, validated UTF-8; read-only and without an accessible array, so
     *     {@code put} throws {@link java.nio.ReadOnlyBufferException}
     */
    default void onTextView(WebSocket ws, ByteBuffer utf8) {
        onText(ws, Utf8.decodeValid(utf8));
    }

    /**
     * A piece of a text message. Pieces need not follow the peer's fragments; no character is torn.
     *
     * @param ws the connection
     * @param part may be empty
     * @param last whether the message ends here
     */
    default void onTextPart(WebSocket ws, String part, boolean last) {}

    /**
     * A piece of a binary message. Pieces need not follow the peer's fragments.
     *
     * @param ws the connection
     * @param part may be empty; the listener's to keep
     * @param last whether the message ends here
     */
    default void onBinaryPart(WebSocket ws, byte[] part, boolean last) {}

    /**
     * A ping came. It has been answered already.
     *
     * @param ws the connection
     * @param payload at most 125 bytes, the listener's to keep
     */
    default void onPing(WebSocket ws, byte[] payload) {}

    /**
     * A pong came; those that answer the connection's own keepalive are not told.
     *
     * @param ws the connection
     * @param payload at most 125 bytes, the listener's to keep
     */
    default void onPong(WebSocket ws, byte[] payload) {}

    /**
     * After {@link SendResult#CONGESTED}: the bytes waiting fell below the low-water mark.
     *
     * @param ws the connection
     */
    default void onDrained(WebSocket ws) {}

    /**
     * The end, exactly once for every {@link #onOpen}.
     *
     * @param ws the connection
     * @param outcome both close frames, who began, and why
     */
    default void onClose(WebSocket ws, CloseOutcome outcome) {}
}
