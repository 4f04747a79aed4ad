package io.wsloop;

import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;

/**
 * Hears the events of one connection. The connection's loop makes all callbacks, one at a time and in wire
 * order. A callback must not block. An exception that it throws ends this connection with 1011, and no other
 * connection.
 */
public interface WebSocketListener {
    /**
     * The opening handshake is complete. From here on the application may send.
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
     * Says how messages come. The loop asks once, when the connection opens and before {@link #onOpen}.
     *
     * @return {@link Delivery#WHOLE} unless overridden; never null
     */
    default Delivery delivery() {
        return Delivery.WHOLE;
    }

    /**
     * A whole binary message, lent with {@link Delivery#VIEWS}. After this method returns, the buffer holds another
     * message: copy the bytes that you keep. A send within this method copies them.
     *
     * @param ws the connection
     * @param payload exactly the message, from 0 to its capacity; read-only and without an accessible array, so {@code
     *     put} throws {@link java.nio.ReadOnlyBufferException}
     */
    default void onBinaryView(WebSocket ws, ByteBuffer payload) {}

    /**
     * A whole text message as UTF-8, lent with {@link Delivery#VIEWS}. After this method returns, the buffer holds
     * another message: copy the bytes that you keep. {@link WebSocket#sendUtf8(ByteBuffer)} within this method copies
     * them. Unless overridden, this method decodes the text and calls {@link #onText}.
     *
     * @param ws the connection
     * @param utf8 exactly the message, from 0 to its capacity, validated UTF-8; read-only and without an accessible
     *     array, so {@code put} throws {@link java.nio.ReadOnlyBufferException}
     */
    default void onTextView(WebSocket ws, ByteBuffer utf8) {
        onText(ws, Utf8.decodeValid(utf8));
    }

    /**
     * A piece of a text message, with {@link Delivery#PARTS}. A piece may end elsewhere than the peer's fragment, but
     * never within a character.
     *
     * @param ws the connection
     * @param part may be empty
     * @param last whether the message ends here
     */
    default void onTextPart(WebSocket ws, String part, boolean last) {}

    /**
     * A piece of a binary message, with {@link Delivery#PARTS}. A piece may end elsewhere than the peer's fragment.
     *
     * @param ws the connection
     * @param part may be empty; the listener's to keep
     * @param last whether the message ends here
     */
    default void onBinaryPart(WebSocket ws, byte[] part, boolean last) {}

    /**
     * A ping came. The connection answers it by itself, because a ping must be answered with a pong (RFC 6455 §5.5.2).
     *
     * @param ws the connection
     * @param payload at most 125 bytes, the listener's to keep
     */
    default void onPing(WebSocket ws, byte[] payload) {}

    /**
     * A pong came that does not answer a keepalive ping of the connection.
     *
     * @param ws the connection
     * @param payload at most 125 bytes, the listener's to keep
     */
    default void onPong(WebSocket ws, byte[] payload) {}

    /**
     * Fewer than {@link Limits#lowWaterBytes} wait again, after a send returned {@link SendResult#CONGESTED}. The
     * application may go on sending.
     *
     * @param ws the connection
     */
    default void onDrained(WebSocket ws) {}

    /**
     * The connection has ended. This comes exactly once for each {@link #onOpen}.
     *
     * @param ws the connection
     * @param outcome both close frames, who began, and why
     */
    default void onClose(WebSocket ws, CloseOutcome outcome) {}
}
