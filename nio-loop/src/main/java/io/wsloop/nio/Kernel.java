package io.wsloop.nio;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a loop asks of the operating system, in one place so that a test can answer instead, and badly. */
interface Kernel {
    /** The real one. */
    Kernel REAL = new Kernel() {};

    /**
     * Waits until a channel is ready, the selector is woken up or the time is over.
     *
     * @param millis zero does not wait, negative waits for ever
     */
    default int select(Selector selector, Consumer<SelectionKey> ready, long millis) throws IOException {
        if (millis == 0) {
            return selector.selectNow(ready);
        }
        return selector.select(ready, Math.max(millis, 0));
    }

    /** The next connection that waits to be accepted, or null. */
    default @Nullable SocketChannel accept(ServerSocketChannel listener) throws IOException {
        return listener.accept();
    }

    /** How bytes get in and out of a connected channel; one that serves all, or this one alone. */
    default Transport transport(SocketChannel channel) {
        return PlainTransport.ONE;
    }
}
