package io.wsloop.nio.internal.wire;

import io.wsloop.loop.Registered;
import io.wsloop.loop.Timer;
import io.wsloop.protocol.Outbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection that are on their way: what waits to be written, what was read and is not delivered, and the
 * transport between them and the channel. {@link Connection} adds what they mean and how long they last. This is a superclass
 * and not a field because a second object would cost each connection at least 16 bytes. Loop thread.
 */
abstract class ChannelBytes extends Timer implements Registered {
    final Desk desk;

    /** What waits to be written, from the first byte of HTTP to the last frame. */
    private final Outbox outbox = new Outbox();

    private Transport transport;
    private @Nullable SelectionKey key;

    /** Read but not delivered. Comes before anything that is read later. */
    private @Nullable ByteBuffer leftovers;

    /** An Error, too: the JDK throws one when it has no direct memory left for what a write copies. */
    private @Nullable Throwable failure;

    private boolean inputEnded;

    ChannelBytes(Desk desk, Transport transport) {
        this.desk = desk;
        this.transport = transport;
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

    /** The key knows the channel; a field here would be one more in each connection. */
    final SocketChannel channel() {
        return (SocketChannel) key().channel();
    }

    final Transport transport() {
        return transport;
    }

    /** Moves bytes through another transport from here on; these were read before and are its first input. */
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

    /** Where every phase puts its bytes. The driver of the outbox is this connection alone. */
    public final Outbox outbox() {
        return outbox;
    }

    /** Whether the socket has taken everything. */
    public final boolean isFlushed() {
        return outbox.isEmpty() && transport.pending() == 0;
    }

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

    /** Lends the loop's staging buffer to the outbox. False when another connection has it. */
    final boolean cork() {
        return desk.cork().take(this);
    }

    final boolean isCorked() {
        return desk.cork().isHeldBy(this);
    }

    /** Keeps the failure of a read or a write for the end of this turn. */
    final void failed(Throwable error) {
        failure = error;
    }

    final boolean hasFailed() {
        return failure != null;
    }

    /** What failed since this was last called. */
    final @Nullable Throwable takeFailure() {
        Throwable taken = failure;
        failure = null;
        return taken;
    }

    /** Keeps on the heap what could not be delivered. */
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

    /** Whether bytes that were read wait for their turn. */
    public final boolean hasLeftovers() {
        return leftoverBytes() > 0;
    }

    final void dropLeftovers() {
        leftovers = null;
    }

    final void inputEnds() {
        inputEnded = true;
    }

    /** Whether the end of the peer's stream was read. The phase hears of it once everything before it is delivered. */
    public final boolean hasInputEnded() {
        return inputEnded;
    }

    /** The memory that these bytes hold. */
    final long bytesHeld() {
        ByteBuffer known = leftovers;
        return outbox.pending() + transport.pending() + (known == null ? 0 : known.capacity());
    }
}
