package io.wsloop.nio;

import io.wsloop.nio.internal.wire.PlainTransport;
import io.wsloop.nio.internal.wire.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Counts accepts, reads, writes, shutdowns and closes, fails the n-th of them, and takes and gives no more than it is told. */
public class FaultyKernel {
    /** Fails here; zero never. */
    public int failAt;

    public int calls;

    /** The most bytes that one read or write moves. */
    public int most = Integer.MAX_VALUE;

    /** Writes take nothing. */
    public boolean clogged;

    /** What the next write throws, once. */
    @Nullable
    Error error;

    public void call(String what) throws IOException {
        calls++;
        if (calls == failAt) {
            throw new IOException(what + " number " + calls + " fails");
        }
    }

    @Nullable
    public SocketChannel accept(ServerSocketChannel listener) throws IOException {
        call("accept");
        return listener.accept();
    }

    public Transport transport(SocketChannel connected) {
        Transport plain = PlainTransport.ONE;
        return new Transport() {
            @Override
            public int read(SocketChannel channel, ByteBuffer into) throws IOException {
                call("read");
                int limit = into.limit();
                into.limit(into.position() + Math.min(into.remaining(), most));
                int count = plain.read(channel, into);
                into.limit(limit);
                return count;
            }

            @Override
            public int write(SocketChannel channel, ByteBuffer from) throws IOException {
                call("write");
                Error thrown = error;
                if (thrown != null) {
                    error = null;
                    throw thrown;
                }
                if (clogged) {
                    return 0;
                }
                int limit = from.limit();
                from.limit(from.position() + Math.min(from.remaining(), most));
                int count = plain.write(channel, from);
                from.limit(limit);
                return count;
            }

            @Override
            public long write(SocketChannel channel, ByteBuffer[] from, int count) throws IOException {
                if (most < Integer.MAX_VALUE || clogged) {
                    return write(channel, from[0]);
                }
                call("write");
                return plain.write(channel, from, count);
            }

            @Override
            public void shutdownOutput(SocketChannel channel) throws IOException {
                call("shutdown");
                plain.shutdownOutput(channel);
            }

            @Override
            public void close(SocketChannel channel) throws IOException {
                plain.close(channel);
                call("close");
            }
        };
    }
}
