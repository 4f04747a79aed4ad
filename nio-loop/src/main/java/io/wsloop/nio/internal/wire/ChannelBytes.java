package io.wsloop.nio.internal.wire;

import io.wsloop.loop.EventLoop;
import io.wsloop.loop.Registered;
import io.wsloop.loop.Timer;
import io.wsloop.protocol.Outbox;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection on their way: the outbox holds bytes to write, the leftovers are bytes that were read but not
 * delivered, and the transport moves both over the channel. {@link Connection} decides when they move. This is a superclass and
 * not a field, because a second object would cost each connection at least 16 bytes. Loop thread.
 */
abstract class ChannelBytes extends Timer implements Registered {
    final Desk desk;

    /** Holds all bytes to write, from the first byte of HTTP to the last frame. */
    private final Outbox outbox = new Outbox();

    private final SocketAddress peer;

    private Transport transport;
    private @Nullable SelectionKey key;

    /** Bytes that were read but not delivered. They are delivered before anything that is read later. Null for none. */
    private @Nullable ByteBuffer leftovers;

    /** The failure of a read or write. It may be an Error: a write throws one when the JDK has no direct memory left. */
    private @Nullable Throwable failure;

    private boolean inputEnded;

    ChannelBytes(Desk desk, Transport transport, SocketAddress peer) {
        this.desk = desk;
        this.transport = transport;
        this.peer = peer;
    }

    public final Desk desk() {
        return desk;
    }

    public final EventLoop loop() {
        return desk.loop();
    }

    /** The address of the other end. It remains known after the close. */
    public final SocketAddress remoteAddress() {
        return peer;
    }

    /** The address of the other end as text, for logs. */
    public final String peer() {
        return Addresses.text(peer);
    }

    @Override
    public final void moved(SelectionKey key) {
        this.key = key;
    }

    final SelectionKey key() {
        SelectionKey known = key;
        if (known == null) {
            throw new IllegalStateException("the connection is not registered with its loop yet");
        }
        return known;
    }

    /** The key holds the channel, so a connection needs no field for it. */
    final SocketChannel channel() {
        return (SocketChannel) key().channel();
    }

    final Transport transport() {
        return transport;
    }

    /** True if the transport encrypts. */
    public final boolean isSecure() {
        return transport.isSecure();
    }

    /** Moves bytes through another transport from now on. The unread bytes are its first input. */
    final void transport(Transport next, ByteBuffer unread) {
        if (!isFlushed()) {
            throw new IllegalStateException(
                    outbox.pending() + " bytes wait for the old transport: flush them before the change");
        }
        if (unread.hasRemaining()) {
            next.unread(unread);
        }
        transport = next;
    }

    /** Every phase puts its bytes here. Only this connection writes them to the socket. */
    public final Outbox outbox() {
        return outbox;
    }

    /** True if the socket has taken every byte, those of the transport too. */
    public final boolean isFlushed() {
        return outbox.isEmpty() && transport.pending() == 0;
    }

    /** Lets the transport do what needs no byte of the connection, see {@link Transport#advance}. */
    final void advance() {
        try {
            transport.advance(channel());
        } catch (IOException e) {
            failure = e;
        }
    }

    final int read(ByteBuffer in) throws IOException {
        return transport.read(channel(), in);
    }

    /** Asks the selector for these operations, or for those that the transport needs in their place. */
    final void want(int operations) {
        int interest = transport.interest(operations);
        if (interest != key().interestOps()) {
            key().interestOps(interest);
        }
    }

    /** Writes the transport's end mark. True once it is written, or when it cannot be. */
    final boolean endTransport() {
        try {
            return transport.endOutput(channel()) && transport.pending() == 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the output of the channel. False when the channel has failed. */
    final boolean shutDownOutput() {
        try {
            transport.shutdownOutput(channel());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes the channel. */
    final void closeChannel() {
        try {
            transport.close(channel());
        } catch (IOException e) {
            // The outcome of the connection does not depend on it.
        }
    }

    /** Lends the loop's staging buffer to the outbox. False if a connection holds it already. */
    final boolean cork() {
        return desk.cork().take(this);
    }

    final boolean isCorked() {
        return desk.cork().isHeldBy(this);
    }

    /** Keeps a failure until the connection settles, which tells the phase. */
    final void failed(Throwable error) {
        failure = error;
    }

    final boolean hasFailed() {
        return failure != null;
    }

    /** Returns the failure and forgets it. Null if nothing has failed. */
    final @Nullable Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    /** Copies the undelivered rest of the read buffer to the heap. */
    final void keep(ByteBuffer in) {
        if (in.hasRemaining()) {
            ByteBuffer before = leftovers;
            ByteBuffer all = ByteBuffer.allocate(leftoverBytes() + in.remaining());
            if (before != null) {
                all.put(before);
            }
            leftovers = all.put(in).flip();
        }
    }

    final @Nullable ByteBuffer leftovers() {
        return leftovers;
    }

    final int leftoverBytes() {
        ByteBuffer known = leftovers;
        return known == null ? 0 : known.remaining();
    }

    /** True if bytes were read that the phase has not taken. */
    public final boolean hasLeftovers() {
        return leftoverBytes() > 0;
    }

    final void dropLeftovers() {
        leftovers = null;
    }

    /** The end of the peer's stream was read. */
    final void inputEnds() {
        inputEnded = true;
    }

    /** True if the end of the peer's stream was read. The phase hears of it after all bytes before it. */
    public final boolean hasInputEnded() {
        return inputEnded;
    }

    /** The memory that all these bytes take, in bytes. */
    final long bytesHeld() {
        ByteBuffer known = leftovers;
        return outbox.pending() + transport.pending() + (known == null ? 0 : known.capacity());
    }
}
