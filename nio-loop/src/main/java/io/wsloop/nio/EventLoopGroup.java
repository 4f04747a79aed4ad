package io.wsloop.nio;

import java.io.IOException;
import java.util.List;

/** Several loops, each with its thread; connections are dealt out in turn. */
public final class EventLoopGroup implements AutoCloseable {
    private EventLoopGroup() {}

    /** Started. */
    public static EventLoopGroup start(int loops, LoopOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    public EventLoop next() {
        throw new UnsupportedOperationException();
    }

    public List<EventLoop> loops() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
