package io.wsloop.benchmarks.sizes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Accepted channels on a selector, and nothing else: what any server on java.nio has. */
final class BareChannels implements Subject {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener =
            ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final List<SocketChannel> peers = new ArrayList<>();

    BareChannels() throws IOException {}

    @Override
    public String name() {
        return "bare channel";
    }

    @Override
    public Object root() {
        return selector;
    }

    @Override
    public List<SocketChannel> open(int connections) throws IOException {
        List<SocketChannel> opened = new ArrayList<>(connections);
        for (int i = 0; i < connections; i++) {
            opened.add(SocketChannel.open(listener.getLocalAddress()));
            SocketChannel accepted = listener.accept();
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
            selector.selectNow();
        }
        peers.addAll(opened);
        return opened;
    }

    /** A bare channel has nothing to say. */
    @Override
    public void exchange(List<SocketChannel> peers) {}

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        for (SocketChannel peer : peers) {
            peer.close();
        }
        selector.close();
        listener.close();
    }
}
