package io.wsloop;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One open connection, as both ends' applications see it.
 *
 * <p>Every method may be called from any thread and none blocks. Bytes handed in are copied, or written to the socket,
 * before the call returns: they stay the caller's. Sends, fragments, pings and the close of one thread leave in the order
 * of its calls.
 *
 * <p>What a call sends counts towards {@link #pendingBytes} until the socket has taken it, and must fit below {@link
 * Limits#maxOutgoingBytes} together with what waits already: above, the route's overflow policy closes the connection with
 * 1008 or drops the message.
 *
 * <p>The library implements this interface. An application does so in its tests at most: from version 1.0 on, new methods come
 * as default methods, so that such a class still compiles, and their default either says the same by other methods or throws
 * {@link UnsupportedOperationException}.
 */
public interface WebSocket {
    /**
     * Sends a text message (RFC 6455 §5.6).
     *
     * @param text must hold no unpaired surrogate, which UTF-8 cannot say
     * @return what became of it
     * @throws IllegalArgumentException at an unpaired surrogate
     */
    default SendResult sendText(String text) {
        return sendText(text, Compression.AUTO);
    }

    /**
     * Sends a text message (RFC 6455 §5.6).
     *
     * @param text must hold no unpaired surrogate, which UTF-8 cannot say
     * @param compression whether this message is compressed
     * @return what became of it
     * @throws IllegalArgumentException at an unpaired surrogate
     */
    SendResult sendText(String text, Compression compression);

    /**
     * Sends a text message that is encoded already, as {@link #sendUtf8(ByteBuffer, Compression)}.
     *
     * @param utf8 must be UTF-8; copied before return
     * @return what became of it
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     */
    default SendResult sendUtf8(byte[] utf8) {
        return sendUtf8(ByteBuffer.wrap(utf8));
    }

    /**
     * Sends a text message that is encoded already, as {@link #sendUtf8(ByteBuffer, Compression)}.
     *
     * @param utf8 its remaining bytes are sent and must be UTF-8; position and limit are left as they were
     * @return what became of it
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     */
    default SendResult sendUtf8(ByteBuffer utf8) {
        return sendUtf8(utf8, Compression.AUTO);
    }

    /**
     * Sends a text message (RFC 6455 §5.6) that is encoded already: no String is made. The bytes are judged first, for §8.1
     * makes the peer fail the connection over a text that is not UTF-8. What {@link WebSocketListener#onTextView} shows may be
     * sent on within the callback, and is not judged again.
     *
     * @param utf8 its remaining bytes are sent and must be UTF-8; position and limit are left as they were
     * @param compression whether this message is compressed
     * @return what became of it
     * @throws IllegalArgumentException when the bytes are not UTF-8; names the offset, and nothing was sent
     */
    SendResult sendUtf8(ByteBuffer utf8, Compression compression);

    /**
     * Sends a binary message.
     *
     * @param payload copied before return
     * @return what became of it
     */
    default SendResult sendBinary(byte[] payload) {
        return sendBinary(ByteBuffer.wrap(payload));
    }

    /**
     * Sends a binary message.
     *
     * @param payload its remaining bytes are sent; position and limit are left as they were
     * @return what became of it
     */
    default SendResult sendBinary(ByteBuffer payload) {
        return sendBinary(payload, Compression.AUTO);
    }

    /**
     * Sends a binary message.
     *
     * @param payload its remaining bytes are sent; position and limit are left as they were
     * @param compression whether this message is compressed
     * @return what became of it
     */
    SendResult sendBinary(ByteBuffer payload, Compression compression);

    /**
     * Sends a message that was encoded once for many connections.
     *
     * @param message may be sent by any number of connections at the same time
     * @return what became of it
     */
    SendResult send(PreparedMessage message);

    /**
     * Begins a message that is sent piece by piece, each piece a fragment (§5.4), so that it may be larger than memory.
     * Until it is finished, other messages wait behind it, counted and bounded as all that waits, for RFC 6455 §5.4 lets no
     * other message between two fragments. Pings and pongs of the thread that writes the fragments go between them.
     *
     * @param type of the message
     * @return the message to write to
     * @throws IllegalStateException while another one is unfinished
     */
    default FragmentedMessage begin(MessageType type) {
        return begin(type, Compression.AUTO);
    }

    /**
     * Begins a message that is sent piece by piece, as {@link #begin(MessageType)}.
     *
     * @param type of the message
     * @param compression whether this message is compressed; its length is not known yet, so AUTO is ON
     * @return the message to write to
     * @throws IllegalStateException while another one is unfinished
     */
    FragmentedMessage begin(MessageType type, Compression compression);

    /**
     * Sends a ping (§5.5.2); the answer comes to {@link WebSocketListener#onPong}.
     *
     * @param payload at most 125 bytes
     * @return what became of it
     * @throws IllegalArgumentException when it is longer
     */
    SendResult sendPing(byte[] payload);

    /**
     * Sends an unsolicited pong (§5.5.3). Pings are answered without this.
     *
     * @param payload at most 125 bytes
     * @return what became of it
     * @throws IllegalArgumentException when it is longer
     */
    SendResult sendPong(byte[] payload);

    /**
     * Begins the closing handshake (§7.1.2) with {@link CloseStatus#NORMAL}, as {@link #close(CloseStatus)}.
     */
    default void close() {
        close(CloseStatus.NORMAL);
    }

    /**
     * Begins the closing handshake (§7.1.2). Does nothing when it has begun already. The close frame goes out behind
     * everything that was answered {@link SendResult#QUEUED} or {@link SendResult#CONGESTED}, to whichever thread. If that
     * waits behind a message in fragments which is not finished within {@link Limits#closeTimeout}, it is given up.
     *
     * <p>Messages that the peer sent before it heard of this are still delivered, unless the connection is paused: then it
     * is read on all the same, for the peer's close frame is behind them, and they are dropped. An application that wants them
     * resumes first, and does not pause until {@link WebSocketListener#onClose}.
     *
     * @param status goes into the close frame
     */
    void close(CloseStatus status);

    /** Drops the TCP connection without a close frame; what was not written yet is lost. */
    void abort();

    /**
     * Stops reading after the message being delivered. A paused connection hears no ping, pong or close either, so its
     * keepalive clock stands still.
     *
     * <p>A pause holds an open connection only. When it is being closed by this end, before or after this call, it is read
     * on to find the peer's close frame; what is in the way of it is dropped, and from the first message dropped nothing
     * but {@link WebSocketListener#onClose} is told any more, resumed or not.
     */
    void pause();

    /** Goes on reading after {@link #pause}. Bytes that had been read already come first. */
    void resume();

    /**
     * Whether messages are still taken: neither end has begun to close.
     *
     * @return a snapshot that may be out of date on any thread but the connection's
     */
    boolean isOpen();

    /**
     * How many bytes wait to be written to the socket. The heap that they take is at most 1.25 times as much, and 4 KiB.
     *
     * @return a snapshot that may be out of date on any thread but the connection's
     */
    long pendingBytes();

    /**
     * The opening handshake's request: target, headers, path parameters and attributes.
     *
     * @return on a client, the request that it sent; {@link Handshake#responseHeaders} has the fields of the server's answer
     */
    Handshake handshake();

    /**
     * Runs tasks on the connection's own thread, the one that calls its listener. A task runs after those that were handed in
     * before, by any thread and for any connection of that thread, and never within {@code execute}.
     *
     * <p>All connections of one thread have the same executor: an application that sends to many connections can group them
     * by it and hand in one task for each thread. It belongs to the thread, so a task also runs when this connection has ended. After the thread
     * has ended, {@code execute} throws {@link java.util.concurrent.RejectedExecutionException}. A task must not block; what
     * it throws is told to the error handler of the thread's loop.
     *
     * @return the same object at each call
     */
    Executor executor();

    /**
     * The address of the other end of the TCP connection: the peer's, or that of a proxy before it.
     *
     * @return for TCP an {@link java.net.InetSocketAddress}, resolved; it stays after the end
     */
    SocketAddress remoteAddress();

    /**
     * The peer's address as text, for logs.
     *
     * @return for example {@code 127.0.0.1:50412}
     */
    String peer();

    /**
     * The subprotocol that was agreed (§1.9).
     *
     * @return null when there is none
     */
    default @Nullable String subprotocol() {
        return handshake().subprotocol();
    }
}
