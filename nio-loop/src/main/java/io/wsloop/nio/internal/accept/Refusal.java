package io.wsloop.nio.internal.accept;

import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.Headers;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.Registered;
import io.wsloop.loop.Timer;
import io.wsloop.nio.internal.wire.Desk;
import io.wsloop.nio.internal.wire.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;

/**
 * A connection above the quota of its address. The server answers 503, then reads and discards until the peer ends its stream. A
 * close with unread bytes would be a reset, which may reach the peer before it has read the answer. Time and bytes are bounded. Loop
 * thread.
 */
final class Refusal extends Timer implements Registered {
    /** The server closes the connection after this time even if the peer has not ended its stream. */
    static final Duration MOST_TIME = Duration.ofSeconds(1);

    /** The server closes the connection after this many bytes. No opening handshake is as long. */
    static final int MOST_BYTES = 64 << 10;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Transport transport;
    private final ByteBuffer readBuffer;
    private final Set<Refusal> all;
    private SelectionKey key;
    private int bytesLeft = MOST_BYTES;

    private Refusal(EventLoop loop, SocketChannel channel, Set<Refusal> all) throws IOException {
        this.loop = loop;
        this.all = all;
        this.channel = channel;
        Desk desk = Desk.of(loop);
        readBuffer = desk.reader().buffer();
        transport = desk.transport(channel);
        key = loop.register(channel, SelectionKey.OP_READ, this);
    }

    /**
     * Answers 503. The refusal owns the channel from now on, unless this method throws.
     *
     * @param all the set of open refusals, to which this one belongs until it is closed
     */
    static void begin(EventLoop loop, SocketChannel channel, Set<Refusal> all) throws IOException {
        Refusal refusal = new Refusal(loop, channel, all);
        try {
            refusal.answer();
        } catch (IOException | RuntimeException | Error e) {
            refusal.close();
            throw e;
        }
    }

    private void answer() throws IOException {
        ByteBuffer answer = new HandshakeResult.Rejected(
                        503, "Too many connections from your address; close one and try again.", Headers.EMPTY)
                .bytes();
        // The send buffer of a new socket is empty and takes the whole answer. If it did not, the peer would read only
        // a part.
        transport.write(channel, answer);
        transport.shutdownOutput(channel);
        all.add(this);
        loop.arm(this, loop.now() + MOST_TIME.toNanos());
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            int count = transport.read(channel, readBuffer.clear());
            bytesLeft -= count;
            if (count < 0 || bytesLeft <= 0) {
                close();
            }
        } catch (IOException e) {
            // The peer did not wait for the answer.
            close();
        }
    }

    @Override
    protected void expired() {
        close();
    }

    void close() {
        all.remove(this);
        loop.disarm(this);
        try {
            key.cancel();
        } finally {
            try {
                transport.close(channel);
            } catch (IOException e) {
                // The channel is closed either way.
            }
        }
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    @Override
    public void drop(Throwable cause) {
        close();
    }

    @Override
    public String toString() {
        return "refusing a connection above its address's quota";
    }
}
