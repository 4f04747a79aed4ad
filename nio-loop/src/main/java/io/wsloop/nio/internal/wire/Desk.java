package io.wsloop.nio.internal.wire;

import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.report.Preload;
import io.wsloop.protocol.MaskingKeys;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.Workbench;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/**
 * Holds the objects that all connections of a loop share, whatever server or client they belong to: the reader, the cork and the
 * engines' workbench. A connection uses them only inside one call of the loop, so each loop needs one. Loop thread, except for
 * {@link #of}.
 */
public final class Desk implements AutoCloseable {
    static {
        Preload.classesBeside(Protocol.class);
    }

    private final EventLoop loop;
    private final Reader reader;
    private final Cork cork;
    private final Workbench bench;
    private final Function<SocketChannel, Transport> transports;

    /** @param transports gives the transport of a connected channel; it may give the same one for all */
    public Desk(EventLoop loop, Function<SocketChannel, Transport> transports) {
        this.loop = loop;
        this.transports = transports;
        LoopOptions options = loop.options();
        cork = new Cork(options.stagingBytes());
        bench = new Workbench(MaskingKeys.drawnFrom(options.random()::nextBytes), loop.turnClock());
        reader = new Reader(loop, bench);
    }

    /** Returns the loop's desk, and makes it at the first call. Any thread. */
    public static Desk of(EventLoop loop) {
        return loop.shared(Desk.class, owner -> new Desk(owner, channel -> PlainTransport.ONE));
    }

    EventLoop loop() {
        return loop;
    }

    public Reader reader() {
        return reader;
    }

    public Cork cork() {
        return cork;
    }

    public Workbench bench() {
        return bench;
    }

    public Transport transport(SocketChannel channel) {
        return transports.apply(channel);
    }

    /** Ends the shared deflaters, because the loop has ended. */
    @Override
    public void close() {
        bench.close();
    }
}
