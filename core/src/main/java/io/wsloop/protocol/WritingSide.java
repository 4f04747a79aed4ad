package io.wsloop.protocol;

import io.wsloop.frame.Opcode;
import java.io.IOException;
import java.util.Objects;

/**
 * Gives the bytes of the outbox to the transport, and accounts for each write. It notices when the outbox has drained,
 * when the peer reads no more, and when a pong that was kept may be sent.
 *
 * <p>This is a superclass and not a field because a second object would cost each connection at least 16 bytes.
 */
abstract class WritingSide extends Keepalive {
    final Outbox outbox;

    /** The bytes that a slow peer may not have read at {@link #progressAt}; see {@link SlowPeer}. */
    private int unread;

    /** True after the outbox rose above the high-water mark, until it falls below the low-water mark. */
    private boolean congested;

    /** When the socket last took bytes, or when bytes began to wait in an empty outbox. */
    private long progressAt;

    WritingSide(EngineGroup group, Outbox outbox) {
        super(group);
        this.outbox = Objects.requireNonNull(outbox, "outbox must not be null");
        progressAt = group.bench.now();
    }

    abstract boolean isOpen();

    abstract TransportAction transportAction();

    /** Puts a control frame into the outbox. */
    abstract void control(Opcode opcode, byte[] payload);

    /** Tells whether more bytes wait than the high-water mark, and remembers it for {@link #flushed}. */
    final boolean becomesCongested() {
        if (outbox.pending() > group.limits.highWaterBytes()) {
            congested = true;
            return true;
        }
        return false;
    }

    /** Bytes are about to wait. If the outbox was empty, the write timeout counts from now. */
    final void willWait() {
        if (outbox.isEmpty()) {
            progress(0);
        }
    }

    /**
     * Says that the socket took bytes before this engine was made, such as answers in HTTP. A slow peer must read them
     * before it can answer a ping or a close frame, so the pong timeout and the close timeout then begin later. A
     * driver calls this at most once, right after it has made the engine.
     *
     * @param bytes the number that the peer may not have read yet, as {@link SlowPeer#unread} says now
     * @throws IllegalArgumentException when the number is negative
     */
    public void peerHasUnread(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative, but was " + bytes);
        }
        unread = bytes;
    }

    private void progress(long bytes) {
        long now = group.bench.now();
        unread = SlowPeer.unread(unread, now - progressAt, bytes);
        progressAt = now;
    }

    /** When a slow peer has read all that the socket took. */
    final long readBy() {
        return SlowPeer.readBy(progressAt, unread);
    }

    /** When the write timeout ends; never while no bytes wait. */
    final long writeDeadline() {
        return group.writeTimeoutNanos == 0 || outbox.isEmpty()
                ? Deadline.NEVER
                : Deadline.after(progressAt, group.writeTimeoutNanos);
    }

    /**
     * The bytes that wait to be written, with frame headers and after compression. Staged bytes count, too.
     *
     * @return bytes
     */
    public long pendingBytes() {
        return outbox.pending();
    }

    /**
     * The outbox of the connection. Only a driver that does its own writes needs it, for example from a staging buffer
     * that many connections share. All other drivers call {@link #flush}.
     *
     * @return the same outbox at each call
     */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * Writes until no bytes wait or the writer takes no more, and accounts for each write. A driver needs nothing else
     * for output. A writer that blocks leaves no bytes behind. After {@link TransportAction#CLOSE_NOW} nothing is
     * written.
     *
     * @param writer takes all, some or none of the bytes; it is offered the rest again until it takes none
     * @param sink may hear that the outbox has drained; bytes that it then sends are written as well
     * @return true when no bytes wait; false when the writer took no more. Then call again once the transport is
     *     writable, unless {@link Protocol#transportAction} is {@link TransportAction#CLOSE_NOW}
     * @throws IOException as the writer threw it; then call {@link Protocol#transportFailed}
     */
    public boolean flush(GatheringWriter writer, ProtocolSink sink) throws IOException {
        Objects.requireNonNull(writer, "writer must not be null");
        Objects.requireNonNull(sink, "sink must not be null");
        boolean taken = true;
        while (taken && outbox.count() > 0 && transportAction() != TransportAction.CLOSE_NOW) {
            long before = outbox.waitingBytes();
            try {
                writer.write(outbox.buffers(), outbox.count());
            } finally {
                outbox.consumed();
                long bytes = before - outbox.waitingBytes();
                taken = bytes > 0;
                flushed(bytes, sink);
            }
        }
        return outbox.isEmpty();
    }

    /**
     * Accounts for a write. A driver that writes from the {@link Protocol#outbox() outbox} by itself calls this after each
     * attempt.
     * Then it looks at the outbox again, because a pong that was kept may now wait there. {@link #flush} calls this by
     * itself.
     *
     * @param bytes the number that the socket took, zero included
     * @param sink may hear that the outbox has drained
     */
    public void flushed(long bytes, ProtocolSink sink) {
        Objects.requireNonNull(sink, "sink must not be null");
        if (bytes > 0) {
            progress(bytes);
        }
        UnsentControl waiting = unsent;
        if (waiting != null) {
            controlFlushed(waiting, bytes);
        }
        if (congested && (outbox.isEmpty() || outbox.pending() < group.limits.lowWaterBytes())) {
            congested = false;
            if (isOpen()) {
                sink.onDrained();
            }
        }
    }

    private void controlFlushed(UnsentControl waiting, long bytes) {
        boolean empty = outbox.isEmpty();
        boolean pingWaited = waiting.isPingWaiting();
        if (pingWaited && bytes > 0) {
            heard(group.bench.now());
        }
        waiting.flushed(bytes, empty);
        if (pingWaited && !waiting.isPingWaiting() && SlowPeer.isFarBehind(unread)) {
            waiting.pingSentTo(readBy());
        }
        byte[] pong = waiting.takeOwedPong(bytes > 0 || empty);
        if (pong != null) {
            control(Opcode.PONG, pong);
            waiting.pongQueued(outbox.pending());
        }
        if (waiting.isEmpty()) {
            unsent = null;
        }
    }

    /** Sends a pong, or keeps it until the socket takes bytes again. */
    final void pong(byte[] payload) {
        if (outbox.isStalled() || unsent != null && unsent.isPongWaiting()) {
            unsent().owePong(payload);
        } else {
            control(Opcode.PONG, payload);
        }
    }

    /** Sends the ping of keepalive. */
    final void pingPeer() {
        control(Opcode.PING, ping());
        unsent().pingQueued(outbox.pending());
    }

    private UnsentControl unsent() {
        UnsentControl present = unsent;
        if (present == null) {
            present = new UnsentControl();
            unsent = present;
        }
        return present;
    }
}
