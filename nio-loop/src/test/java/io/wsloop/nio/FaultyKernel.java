package io.wsloop.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Counts accepts, reads, writes and shutdowns, fails the n-th of them, and takes and gives no more than it is told. */
final class FaultyKernel implements Kernel {
    /** Fails here; zero never. */
    int failAt;

    int calls;

    /** The most bytes that one read or write moves. */
    int most = Integer.MAX_VALUE;

    /** Writes take nothing. */
    boolean clogged;

    /** What the next write throws, once. */
    @Nullable
    Error error;

    private void call(String what) throws IOException {
        calls++;
        if (calls == failAt) {
            throw new IOException(what + " number " + calls + " fails");
        }
    }

    @Override
    public @Nullable SocketChannel accept(ServerSocketChannel listener) throws IOException {
        call("accept");
        return listener.accept();
    }

    @Override
    public Transport transport(SocketChannel channel) {
        Transport plain = new PlainTransport(channel);
        return new Transport() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                call("read");
                int limit = into.limit();
                into.limit(into.position() + Math.min(into.remaining(), most));
                int count = plain.read(into);
                into.limit(limit);
                return count;
            }

            @Override
            public int write(ByteBuffer from) throws IOException {
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
                int count = plain.write(from);
                from.limit(limit);
                return count;
            }

            @Override
            public long write(ByteBuffer[] from, int count) throws IOException {
                if (most < Integer.MAX_VALUE || clogged) {
                    return write(from[0]);
                }
                call("write");
                return plain.write(from, count);
            }

            @Override
            public void shutdownOutput() throws IOException {
                call("shutdown");
                plain.shutdownOutput();
            }

            @Override
            public void close() throws IOException {
                plain.close();
            }
        };
    }
}
