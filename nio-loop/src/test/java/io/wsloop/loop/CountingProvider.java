package io.wsloop.loop;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a number of selectors, and then returns null or throws. It opens no channels. */
final class CountingProvider extends SelectorProvider {
    final List<AbstractSelector> opened = new ArrayList<>();
    int most = Integer.MAX_VALUE;
    boolean throwing;

    @Override
    public @Nullable AbstractSelector openSelector() throws IOException {
        if (opened.size() == most) {
            if (throwing) {
                throw new IllegalStateException("no selector");
            }
            return null;
        }
        AbstractSelector selector = SelectorProvider.provider().openSelector();
        opened.add(selector);
        return selector;
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pipe openPipe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ServerSocketChannel openServerSocketChannel() {
        return null;
    }

    @Override
    public @Nullable SocketChannel openSocketChannel() {
        return null;
    }
}
