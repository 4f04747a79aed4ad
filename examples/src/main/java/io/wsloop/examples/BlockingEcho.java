package io.wsloop.examples;

import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.GatheringWriter;
import io.wsloop.protocol.MaskingKeys;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.Workbench;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Core alone, without a selector: the engine driven by a blocking socket, one thread a connection. What a driver owes
 * the engine is all here: bytes in, bytes out, a clock, and what to do with the connection at the end.
 *
 * <p>Shortcuts: a write blocks for as long as a slow peer likes, so neither the write deadline nor keepalive runs
 * meanwhile; each connection costs a thread and a buffer; nobody limits how many there are.
 */
final class BlockingEcho implements AutoCloseable {
    private final ServerSocketChannel acceptor = ServerSocketChannel.open();
    private final LongSupplier clock;
    private final Limits limits;

    private BlockingEcho(int port, LongSupplier clock, Limits limits) throws IOException {
        this.clock = clock;
        this.limits = limits;
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static BlockingEcho bind(int port) throws IOException {
        return bind(port, System::nanoTime, Limits.defaults());
    }

    /** On a clock that a test moves. */
    static BlockingEcho bind(int port, LongSupplier clock, Limits limits) throws IOException {
        return new BlockingEcho(port, clock, limits);
    }

    int port() {
        return acceptor.socket().getLocalPort();
    }

    /** Until closed, which is an IOException. */
    void acceptForEver() throws IOException {
        while (true) {
            SocketChannel channel = acceptor.accept();
            Thread thread = new Thread(() -> serve(channel), "blocking-echo " + channel.getRemoteAddress());
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    private void serve(SocketChannel channel) {
        try (channel;
                Workbench bench = new Workbench(MaskingKeys.secure(), clock)) {
            channel.socket().setTcpNoDelay(true);
            ByteBuffer in = ByteBuffer.allocate(16 << 10).flip();
            HandshakeResult result = openingHandshake(channel, in);
            if (result instanceof HandshakeResult.Accepted accepted) {
                channel.write(accepted.bytes());
                echo(channel, in, Protocol.server(ProtocolOptions.of(limits), bench));
            } else if (result instanceof HandshakeResult.Rejected rejected) {
                channel.write(rejected.bytes());
            }
        } catch (IOException e) {
            // A peer that vanished: its thread ends here, and nobody else is concerned.
            System.err.println(Thread.currentThread().getName() + ": " + e);
        }
    }

    /** Reads the request and judges it. The first frame may have come with it: that stays in the buffer. */
    private HandshakeResult openingHandshake(SocketChannel channel, ByteBuffer in) throws IOException {
        HeadReader heads = HeadReader.of(limits);
        long deadline =
                Deadline.after(clock.getAsLong(), limits.handshakeTimeout().toNanos());
        try {
            RequestHead request = heads.readRequest(in);
            while (request == null) {
                if (!read(channel, in, deadline)) {
                    throw new EOFException("expected a request head, the stream ended");
                }
                request = heads.readRequest(in);
            }
            HandshakeResult.Rejected rejected = ServerHandshake.check(request);
            return rejected != null ? rejected : ServerHandshake.accept(request, List.of(), null, Headers.EMPTY);
        } catch (HeadException e) {
            return HandshakeResult.Rejected.of(e);
        }
    }

    private void echo(SocketChannel channel, ByteBuffer in, Protocol protocol) throws IOException {
        ProtocolSink sink = new ProtocolSink() {
            @Override
            public void onText(String text) {
                protocol.sendText(text, Compression.AUTO);
            }

            @Override
            public void onBinary(byte[] payload) {
                protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
            }
        };
        try {
            drive(channel, in, protocol, sink);
        } catch (IOException e) {
            protocol.transportFailed(e);
            throw e;
        } finally {
            protocol.transportClosed(sink);
        }
    }

    // snippet: driver
    private void drive(SocketChannel channel, ByteBuffer in, Protocol protocol, ProtocolSink sink) throws IOException {
        GatheringWriter out = (buffers, count) -> channel.write(buffers, 0, count);
        while (true) {
            while (protocol.receive(in, sink)) { // at most one event a call
                protocol.flush(out, sink);
            }
            protocol.flush(out, sink);
            switch (protocol.transportAction()) {
                case NONE -> {}
                case HALF_CLOSE_WHEN_FLUSHED -> channel.shutdownOutput();
                case CLOSE_WHEN_FLUSHED, CLOSE_NOW -> {
                    return;
                }
            }
            boolean silent = false;
            try {
                if (!read(channel, in, protocol.nextDeadline())) {
                    protocol.receiveEof();
                }
            } catch (SocketTimeoutException e) {
                silent = true;
            }
            if (silent || !protocol.isOpen()) { // a peer that goes on sending does not postpone the close timeout
                protocol.onDeadline();
            }
        }
    }
    // end

    /** Waits for bytes until the deadline; false at the end of the stream. */
    private boolean read(SocketChannel channel, ByteBuffer in, long deadline) throws IOException {
        in.clear().limit(0);
        channel.socket().setSoTimeout(deadline == Deadline.NEVER ? 0 : millisUntil(deadline));
        int count = channel.socket().getInputStream().read(in.array());
        in.limit(Math.max(count, 0));
        return count >= 0;
    }

    /** Rounded up, and never zero: that is a socket's word for no timeout. */
    private int millisUntil(long deadline) {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - clock.getAsLong()) + 1;
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }
}
