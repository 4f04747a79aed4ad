package io.wsloop;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One open connection, as the application at either end sees it.
 *
 * <p>Any thread may call any method, and none blocks. Bytes that are passed in stay the caller's: they are copied, or
 * written to the socket, before the call returns. No other thread may change them until then. The messages, fragments,
 * pings and the close frame of one thread leave in the order of its calls.
 *
 * <p>Sent bytes count towards {@link #pendingBytes} until the socket has taken them. A new message must fit within
 * {@link Limits#maxOutgoingBytes} together with the bytes that wait. If it does not, the route's overflow policy closes
 * the connection with 1008 or drops the message.
 *
 * <p>The library implements this interface; an application implements it in tests only. From version 1.0 on, new
 * methods are default methods, so such a class still compiles. A default method calls other methods to the same effect,
 * or throws {@link UnsupportedOperationException}.
 */
public interface WebSocket {
    /**
     * Sends a text message. Its payload is UTF-8 (RFC 6455 §5.6).
     *
     * @param text must hold no unpaired surrogate, which UTF-8 cannot encode
     * @return whether it was taken
     * @throws IllegalArgumentException at an unpaired surrogate; nothing was sent
     */
    default SendResult sendText(String text) {
        return sendText(text, Compression.AUTO);
    }

    /**
     * Sends a text message. Its payload is UTF-8 (RFC 6455 §5.6).
     *
     * @param text must hold no unpaired surrogate, which UTF-8 cannot encode
     * @param compression whether this message is compressed
     * @return whether it was taken
     * @throws IllegalArgumentException at an unpaired surrogate; nothing was sent
     */
    SendResult sendText(String text, Compression compression);

    /**
     * Sends a text message that is encoded already; see {@link #sendUtf8(ByteBuffer, Compression)}.
     *
     * @param utf8 must be UTF-8; copied before this returns
     * @return whether it was taken
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     */
    default SendResult sendUtf8(byte[] utf8) {
        return sendUtf8(ByteBuffer.wrap(utf8));
    }

    /**
     * Sends a text message that is encoded already; see {@link #sendUtf8(ByteBuffer, Compression)}.
     *
     * @param utf8 its remaining bytes are sent and must be UTF-8; position and limit stay
     * @return whether it was taken
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     */
    default SendResult sendUtf8(ByteBuffer utf8) {
        return sendUtf8(utf8, Compression.AUTO);
    }

    /**
     * Sends a text message that is encoded already, so that no String is made. The bytes are validated first, because a
     * peer must fail the connection over text that is not UTF-8 (RFC 6455 §8.1). A view that {@link
     * WebSocketListener#onTextView} shows may be sent within the callback, and is not validated again.
     *
     * <p>The bytes must not change until this method returns. The caller's own bytes are validated and not a copy,
     * because a copy can double the time of the call. If another thread changes them meanwhile, text that is not UTF-8
     * may leave, and the peer then fails the connection with 1007.
     *
     * @param utf8 its remaining bytes are sent and must be UTF-8; position and limit stay
     * @param compression whether this message is compressed
     * @return whether it was taken
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     */
    SendResult sendUtf8(ByteBuffer utf8, Compression compression);

    /**
     * Sends a binary message.
     *
     * @param payload copied before this returns
     * @return whether it was taken
     */
    default SendResult sendBinary(byte[] payload) {
        return sendBinary(ByteBuffer.wrap(payload));
    }

    /**
     * Sends a binary message.
     *
     * @param payload its remaining bytes are sent; position and limit stay
     * @return whether it was taken
     */
    default SendResult sendBinary(ByteBuffer payload) {
        return sendBinary(payload, Compression.AUTO);
    }

    /**
     * Sends a binary message.
     *
     * @param payload its remaining bytes are sent; position and limit stay
     * @param compression whether this message is compressed
     * @return whether it was taken
     */
    SendResult sendBinary(ByteBuffer payload, Compression compression);

    /**
     * Sends a message that was encoded once for many connections.
     *
     * @param message any number of connections may send it at the same time
     * @return whether it was taken
     */
    SendResult send(PreparedMessage message);

    /**
     * Begins a message that is sent piece by piece, so that it may be larger than memory. Each piece is a fragment. No
     * other message may come between two fragments (RFC 6455 §5.4), so other messages wait until this one is finished.
     * They count towards the bounds like all bytes that wait. Pings and pongs of the thread that writes the fragments
     * go between them.
     *
     * @param type of the message
     * @return the message to write to
     * @throws IllegalStateException while another one is unfinished
     */
    default FragmentedMessage begin(MessageType type) {
        return begin(type, Compression.AUTO);
    }

    /**
     * Begins a message that is sent piece by piece; see {@link #begin(MessageType)}.
     *
     * @param type of the message
     * @param compression whether this message is compressed; its length is not known yet, so AUTO counts as ON
     * @return the message to write to
     * @throws IllegalStateException while another one is unfinished
     */
    FragmentedMessage begin(MessageType type, Compression compression);

    /**
     * Sends a ping. The peer must answer it with a pong of the same payload (RFC 6455 §5.5.2, §5.5.3), which comes to
     * {@link WebSocketListener#onPong}.
     *
     * @param payload at most 125 bytes
     * @return whether it was taken
     * @throws IllegalArgumentException when it is longer
     */
    SendResult sendPing(byte[] payload);

    /**
     * Sends a pong that no ping asked for: a one-way sign of life, which the peer need not answer (RFC 6455 §5.5.3).
     * The connection answers pings by itself.
     *
     * @param payload at most 125 bytes
     * @return whether it was taken
     * @throws IllegalArgumentException when it is longer
     */
    SendResult sendPong(byte[] payload);

    /** Begins the closing handshake with {@link CloseStatus#NORMAL}; see {@link #close(CloseStatus)}. */
    default void close() {
        close(CloseStatus.NORMAL);
    }

    /**
     * Begins the closing handshake: this end sends a close frame, and the peer must answer with one (RFC 6455 §7.1.2,
     * §5.5.1). Does nothing when the handshake has begun already. The close frame goes behind every message that was
     * answered {@link SendResult#QUEUED} or {@link SendResult#CONGESTED}, on any thread. If these messages wait behind
     * a message in fragments, the connection gives that one up after {@link Limits#closeTimeout}.
     *
     * <p>Messages that the peer sent before it read the close frame are still delivered, unless the connection is
     * paused. A paused connection is read on and the messages are dropped, because the peer's close frame is behind
     * them. An application that wants them resumes first, and does not pause until {@link WebSocketListener#onClose}.
     *
     * @param status goes into the close frame
     */
    void close(CloseStatus status);

    /** Drops the TCP connection without a close frame. Bytes that wait are lost. */
    void abort();

    /**
     * Stops reading after the message that is being delivered. A paused connection reads no ping, pong or close frame
     * either, so keepalive expects nothing of the peer.
     *
     * <p>Only an open connection stays paused. If this end closes it, before or after this call, the connection is read
     * on to find the peer's close frame, and the messages before it are dropped. After the first dropped message the
     * listener hears nothing but {@link WebSocketListener#onClose}, even after {@link #resume}.
     */
    void pause();

    /** Goes on reading after {@link #pause}. Bytes that were read already come first. */
    void resume();

    /**
     * Tells whether the connection takes messages: neither end has begun to close.
     *
     * @return a snapshot; on any thread but the connection's own it may be out of date
     */
    boolean isOpen();

    /**
     * The bytes that wait to be written to the socket. They take at most 1.25 times as much heap, and 4 KiB.
     *
     * @return a snapshot; on any thread but the connection's own it may be out of date
     */
    long pendingBytes();

    /**
     * The opening handshake's request: target, headers, path parameters and attributes.
     *
     * @return on a client, the request that it sent; {@link Handshake#responseHeaders} has the fields of the server's answer
     */
    Handshake handshake();

    /**
     * Runs tasks on the connection's own thread, which also calls its listener. The tasks of all threads and
     * connections run in the order in which they came, and never within {@code execute}.
     *
     * <p>All connections of one thread have the same executor. An application that sends to many connections can group
     * them by executor and submit one task for each thread. The executor belongs to the thread, so a task also runs
     * after this connection has ended. After the thread has ended, {@code execute} throws {@link
     * java.util.concurrent.RejectedExecutionException}. A task must not block. An exception of a task goes to the error
     * handler of the thread's loop.
     *
     * @return the same object at each call
     */
    Executor executor();

    /**
     * The address of the other end of the TCP connection: the peer or, if there is one, the proxy in front of it.
     *
     * @return for TCP a resolved {@link java.net.InetSocketAddress}; it stays available after the connection has ended
     */
    SocketAddress remoteAddress();

    /**
     * The peer's address as text, for logs.
     *
     * @return for example {@code 127.0.0.1:50412}
     */
    String peer();

    /**
     * The subprotocol that both ends agreed on (RFC 6455 §1.9).
     *
     * @return null when there is none
     */
    default @Nullable String subprotocol() {
        return handshake().subprotocol();
    }
}
