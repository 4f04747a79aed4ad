package io.wsloop.benchmarks.sizes;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Something that takes connections, and is at rest between two calls. */
interface Subject extends AutoCloseable {
    /** Above the column. */
    String name();

    /** From which everything is reached that a connection holds. */
    Object root();

    /** Opens so many more, and returns their other ends. */
    List<SocketChannel> open(int connections) throws IOException;

    /** Each sends a message and gets one. */
    void exchange(List<SocketChannel> peers) throws IOException;

    @Override
    void close() throws IOException;
}
