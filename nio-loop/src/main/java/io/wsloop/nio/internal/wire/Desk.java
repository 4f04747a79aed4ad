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
 * What all connections on a loop share, of every server and client there: the read buffer, the staging buffer, the engines'
 * workbench. A connection uses them within one call of the loop, so one of each is enough. Loop thread, except for {@link #of}.
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

    /** @param transports moves the bytes of a connected channel; one that serves all, or this one alone */
    public Desk(EventLoop loop, Function<SocketChannel, Transport> transports) {
        this.loop = loop;
        this.transports = transports;
        LoopOptions options = loop.options();
        cork = new Cork(options.stagingBytes());
        bench = new Workbench(MaskingKeys.drawnFrom(options.random()::nextBytes), loop.turnClock());
        reader = new Reader(loop, bench);
    }

    /** Any thread: the loop's desk, made when there is none yet. */
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

    /** The loop has ended: ends the shared deflaters. */
    @Override
    public void close() {
        bench.close();
    }
}
