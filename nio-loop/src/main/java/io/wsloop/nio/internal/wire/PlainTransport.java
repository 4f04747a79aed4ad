package io.wsloop.nio.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Moves bytes unchanged. It has no state, so one object serves all connections. */
public final class PlainTransport implements Transport {
    /**
     * At most this many bytes of a heap buffer go into one write. The JDK copies the whole heap buffer to a direct buffer and keeps
     * the direct buffer, even if the socket takes little.
     */
    private static final int MOST_ON_HEAP = 128 << 10;

    public static final PlainTransport ONE = new PlainTransport();

    private PlainTransport() {}

    @Override
    public int read(SocketChannel channel, ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(SocketChannel channel, ByteBuffer from) throws IOException {
        if (isModest(from)) {
            return channel.write(from);
        }
        int limit = from.limit();
        try {
            return channel.write(from.limit(from.position() + MOST_ON_HEAP));
        } finally {
            from.limit(limit);
        }
    }

    @Override
    public long write(SocketChannel channel, ByteBuffer[] from, int count) throws IOException {
        int modest = 0;
        long bytes = 0;
        while (modest < count && isModest(from[modest]) && bytes < MOST_ON_HEAP) {
            bytes += from[modest].remaining();
            modest++;
        }
        // A gathering write of one buffer costs more than a plain one.
        return modest <= 1 ? write(channel, from[0]) : channel.write(from, 0, modest);
    }

    private static boolean isModest(ByteBuffer from) {
        return from.isDirect() || from.remaining() <= MOST_ON_HEAP;
    }

    @Override
    public void shutdownOutput(SocketChannel channel) throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close(SocketChannel channel) throws IOException {
        channel.close();
    }
}
