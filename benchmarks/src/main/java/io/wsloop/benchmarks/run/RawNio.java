package io.wsloop.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The mark that servers are measured by: a TCP echo on one selector, which reads and writes and does nothing else. There is no
 * WebSocket in it; no server of this design can be cheaper.
 */
public class RawNio {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int BACKLOG = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Selector selector = Selector.open();
    private final ServerSocketChannel acceptor = ServerSocketChannel.open();

    /** Binds to the loopback interface. */
    public RawNio(int port) throws IOException {
        acceptor.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        acceptor.configureBlocking(false);
        acceptor.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Echoes until the process ends. */
    public static void main(String[] args) throws IOException {
        serve(new RawNio(Integer.parseInt(args[0])));
    }

    static void serve(RawNio server) throws IOException {
        while (true) {
            server.turn();
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) acceptor.getLocalAddress()).getPort();
    }

    void turn() throws IOException {
        selector.select(this::ready);
    }

    private void ready(SelectionKey key) {
        if (key.channel() == acceptor) {
            accept();
            return;
        }
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            ByteBuffer unsent = (ByteBuffer) key.attachment();
            if (unsent == null) {
                buffer.clear();
                if (channel.read(buffer) < 0) {
                    close(key);
                } else {
                    received(channel, key, buffer.flip());
                }
            } else {
                channel.write(unsent);
                await(key, unsent.hasRemaining() ? unsent : null);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = acceptor.accept(); channel != null; channel = acceptor.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers what was read. */
    void received(SocketChannel channel, SelectionKey key, ByteBuffer in) throws IOException {
        write(channel, key, in);
    }

    /** The buffer serves all channels: what a socket did not take moves out, and nothing more is read from it before. */
    static void write(SocketChannel channel, SelectionKey key, ByteBuffer out) throws IOException {
        channel.write(out);
        if (out.hasRemaining()) {
            await(key, ByteBuffer.allocateDirect(out.remaining()).put(out).flip());
        }
    }

    private static void await(SelectionKey key, @Nullable ByteBuffer unsent) {
        key.attach(unsent);
        key.interestOps(unsent == null ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
    }

    void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // There is nothing left to close.
        }
    }
}
