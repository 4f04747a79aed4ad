package io.wsloop.nio.internal.wire;

import io.wsloop.protocol.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * How bytes get in and out of a connection's channel: as they are, or through TLS. A transport without state serves all
 * connections, so the channel is a parameter. Nothing here blocks. Loop thread.
 *
 * <p>A transport that changes bytes holds some between the channel and the connection: input that no readiness announces
 * any more, and output that the socket has not taken. The methods with a body are for those; a body does what is right
 * for a transport that holds nothing.
 */
public interface Transport {
    /**
     * Reads what has come.
     *
     * @return the number of bytes, zero for nothing yet, -1 for the end of the peer's stream
     * @throws IOException when the channel fails, and when the stream ends where it may not, as TLS without a close_notify
     */
    int read(SocketChannel channel, ByteBuffer into) throws IOException;

    /** True if another read gives bytes or the end of the stream although the channel may not be ready. */
    default boolean hasMore() {
        return false;
    }

    /** Takes bytes that were read before this transport came into use. They are its first input. */
    default void unread(ByteBuffer bytes) {
        throw new UnsupportedOperationException("this transport reads from the channel alone");
    }

    /** Writes what the socket takes and moves the position by it. Only zero says that it takes no more. */
    int write(SocketChannel channel, ByteBuffer from) throws IOException;

    /**
     * Writes what the socket takes of the first {@code count} buffers, in order, in one system call. May offer it less than
     * all: only zero says that it takes no more.
     */
    long write(SocketChannel channel, ByteBuffer[] from, int count) throws IOException;

    /** How many bytes the transport holds that the socket has not taken. The connection is not flushed before. */
    default long pending() {
        return 0;
    }

    /**
     * Does what needs no byte of the connection: writes what is pending, goes on with a handshake. The connection calls it
     * whenever the channel is ready for something, and in each turn that was asked for.
     */
    default void advance(SocketChannel channel) throws IOException {}

    /**
     * What to ask the selector for.
     *
     * @param wanted READ if the connection wants input, WRITE if it is not flushed
     * @return READ alone while a write waits for the peer's answer in a handshake, WRITE also while a read does
     */
    default int interest(int wanted) {
        return wanted;
    }

    /** By when the socket has to take a byte of what is pending. */
    default long nextDeadline() {
        return Deadline.NEVER;
    }

    /**
     * Writes the mark in the stream that no more bytes come, as TLS's close_notify. The connection calls it once
     * everything is flushed, and again in each turn until it is done.
     *
     * @return false while the mark is not written whole
     */
    default boolean endOutput(SocketChannel channel) throws IOException {
        return true;
    }

    /** Ends the output after what was written; the peer reads an end of stream. */
    void shutdownOutput(SocketChannel channel) throws IOException;

    /** Closes the channel; idempotent. */
    void close(SocketChannel channel) throws IOException;

    /** Whether nobody between the two ends can read along: an {@code https} page is of the same origin then. */
    default boolean isSecure() {
        return false;
    }
}
