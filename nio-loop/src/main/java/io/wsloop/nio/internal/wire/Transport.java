package io.wsloop.nio.internal.wire;

import io.wsloop.protocol.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Moves bytes between a connection and its channel, unchanged or through TLS. The channel is a parameter, so that a transport
 * without state can serve all connections. No method blocks. Loop thread.
 *
 * <p>A TLS transport holds bytes between the channel and the connection. The selector announces none of its held input, and the
 * socket has not taken its held output. The default methods serve a transport that holds nothing; a TLS transport overrides them.
 */
public interface Transport {
    /**
     * Reads bytes into the buffer and moves its position.
     *
     * @return the number of bytes; zero if none has come; -1 for the end of the peer's stream
     * @throws IOException when the channel fails, and when a TLS stream ends without close_notify, because an attacker may have
     *     cut it off (RFC 8446 §6.1)
     */
    int read(SocketChannel channel, ByteBuffer into) throws IOException;

    /** True if another read gives bytes, or the end of the stream, even when the channel is not ready. */
    default boolean hasMore() {
        return false;
    }

    /**
     * Takes bytes that were read before this transport came into use, as its first input.
     *
     * @param bytes valid during this call only
     */
    default void unread(ByteBuffer bytes) {
        throw new UnsupportedOperationException("this transport reads from the channel alone");
    }

    /**
     * Writes bytes and moves the position by the number that was taken.
     *
     * @return the number; only zero means that the socket takes no more for now
     */
    int write(SocketChannel channel, ByteBuffer from) throws IOException;

    /**
     * Writes bytes of the first {@code count} buffers, in order, in one system call. It may offer the socket only some of them.
     *
     * @return the number of bytes; only zero means that the socket takes no more for now
     */
    long write(SocketChannel channel, ByteBuffer[] from, int count) throws IOException;

    /** How many held bytes the socket has not taken. The connection counts as flushed only at zero. */
    default long pending() {
        return 0;
    }

    /**
     * Writes pending bytes and continues a TLS handshake. It needs no byte of the connection. The connection calls it whenever the
     * channel is ready, and in each task of {@link Connection#turnAgain}.
     */
    default void advance(SocketChannel channel) throws IOException {}

    /**
     * Turns the connection's wish into an interest set. A TLS handshake may have to read before it can write, and to write before
     * it can read.
     *
     * @param wanted READ if the connection wants input, WRITE if it is not flushed
     * @return the operations to ask the selector for
     */
    default int interest(int wanted) {
        return wanted;
    }

    /** The socket must take a pending byte before this time, in nanoseconds of the loop's clock. */
    default long nextDeadline() {
        return Deadline.NEVER;
    }

    /**
     * Writes the end mark of the output, which is close_notify for TLS. The connection calls this once everything is flushed, and
     * again in each turn until it is done.
     *
     * @return false until the whole mark is written
     */
    default boolean endOutput(SocketChannel channel) throws IOException {
        return true;
    }

    /** Ends the channel's output. The peer reads an end of stream after the written bytes. */
    void shutdownOutput(SocketChannel channel) throws IOException;

    /** Closes the channel. A second call does nothing. */
    void close(SocketChannel channel) throws IOException;

    /** True if the bytes are encrypted. An {@code https} page then counts as being of the same origin. */
    default boolean isSecure() {
        return false;
    }
}
