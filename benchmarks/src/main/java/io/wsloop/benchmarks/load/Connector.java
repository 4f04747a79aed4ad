package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Begins connections to the target, from as many loopback addresses as their number needs ports. */
final class Connector {
    /** The ports of one address are about 28,000 by default on Linux, and those of the visits before may still rest. */
    private static final int PER_SOURCE = 2_500;

    private static final int SOURCES_WHEN_SPREAD_OUT = 16;

    /** About the least that the system grants a socket. */
    private static final int DEAF_RECEIVE_BYTES = 4096;

    private final int port;
    private int sources = 1;
    private int next;
    private boolean deaf;

    Connector(int port) {
        this.port = port;
    }

    void prepareFor(int connections) {
        sources = Math.max(sources, 1 + connections / PER_SOURCE);
    }

    void spreadOut() {
        sources = SOURCES_WHEN_SPREAD_OUT;
    }

    /** Whether what begins from now on can take next to nothing without being read. */
    void deafen(boolean wanted) {
        deaf = wanted;
    }

    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (deaf) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, DEAF_RECEIVE_BYTES);
            }
            if (sources > 1) {
                bindToSource(channel, next++ % sources);
            }
            channel.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new CellFailed(
                    "expected to connect to port " + port + ", got " + e
                            + "; with many connections: ulimit -n has to be higher on both sides",
                    e);
        }
    }

    /** Another loopback address has ports of its own; where the system gives out only 127.0.0.1, that has to do. */
    private static void bindToSource(SocketChannel channel, int source) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + source)});
        try {
            channel.bind(new InetSocketAddress(address, 0));
        } catch (SocketException e) {
            channel.bind(null);
        }
    }
}
