package io.wsloop.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * How bytes get in and out of a connection's channel: as they are, or one day through TLS. Whoever needs nothing but the
 * channel serves all of them, so that it costs none of them an object: hence the first parameter. Nothing here blocks.
 * Loop thread.
 */
interface Transport {
    /** Reads what has come: the number of bytes, zero for nothing yet, -1 for the end of the peer's stream. */
    int read(SocketChannel channel, ByteBuffer into) throws IOException;

    /** Writes what the socket takes and moves the position by it; as below, only zero tells that it takes no more. */
    int write(SocketChannel channel, ByteBuffer from) throws IOException;

    /**
     * Writes what the socket takes of the first {@code count} buffers, in order, in one system call. May offer it less than
     * all: only zero tells that it takes no more.
     */
    long write(SocketChannel channel, ByteBuffer[] from, int count) throws IOException;

    /** Ends the output after what was written; the peer reads an end of stream. */
    void shutdownOutput(SocketChannel channel) throws IOException;

    /** Closes the channel; idempotent. */
    void close(SocketChannel channel) throws IOException;
}
