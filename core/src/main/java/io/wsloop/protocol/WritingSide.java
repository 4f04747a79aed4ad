package io.wsloop.protocol;

import io.wsloop.frame.Opcode;
import java.io.IOException;
import java.util.Objects;

/**
 * The engine's end of the transport's output: the transport takes bytes out of the outbox, and the engine accounts for each
 * write. It notices when the outbox has drained, when no byte moves any more, and when a pong that was kept may be sent.
 *
 * <p>This is a superclass and not a field because a second object would cost each connection at least 16 bytes.
 */
abstract class WritingSide extends Keepalive {
    final Outbox outbox;

    /** The bytes that a slow peer had not read at {@link #progressAt}; see {@link SlowPeer}. */
    private int unread;

    /** True after the outbox rose above the high-water mark, until it falls below the low-water mark. */
    private boolean congested;

    /** When the socket last took bytes, or when bytes began to wait in an empty outbox. */
    private long progressAt;

    WritingSide(Setup setup, Outbox outbox) {
        super(setup);
        this.outbox = Objects.requireNonNull(outbox, "outbox must not be null");
        progressAt = setup.bench.now();
    }

    abstract boolean isOpen();

    abstract TransportAction transportAction();

    /** Puts a control frame into the outbox. */
    abstract void control(Opcode opcode, byte[] payload);

    /** Tells whether the bytes that wait have risen above the high-water mark, and remembers it if they have. */
    final boolean becomesCongested() {
        if (outbox.pending() > setup.limits.highWaterBytes()) {
            congested = true;
            return true;
        }
        return false;
    }

    /** Bytes are about to wait. If none did before, the write timeout counts from now. */
    final void begins() {
        if (outbox.isEmpty()) {
            progress(0);
        }
    }

    private void progress(long bytes) {
        long now = setup.bench.now();
        unread = SlowPeer.unread(unread, now - progressAt, bytes);
        progressAt = now;
    }

    /** By when a slow peer has read all that the socket took. */
    final long readBy() {
        return SlowPeer.readBy(progressAt, unread);
    }

    /** When the peer has taken nothing for too long; never while nothing waits. */
    final long writeDeadline() {
        return setup.writeTimeoutNanos == 0 || outbox.isEmpty()
                ? Deadline.NEVER
                : Deadline.after(progressAt, setup.writeTimeoutNanos);
    }

    /**
     * The bytes that wait to be written: staged ones and those that the socket did not take.
     *
     * @return bytes, with frame headers and after compression
     */
    public long pendingBytes() {
        return outbox.pending();
    }

    /**
     * Where the bytes to be written are. Only a driver that writes by itself needs it, for example from a staging buffer
     * that many connections share; all others call {@link #flush}.
     *
     * @return the same outbox at each call
     */
    public Outbox outbox() {
        return outbox;
    }

    /**
     * Writes until nothing waits or the writer takes no more, and accounts for each write. This is all that a driver does
     * for output. A writer that blocks leaves nothing behind. After {@link TransportAction#CLOSE_NOW} nothing is written.
     *
     * @param writer takes all, some or none of what it is offered; it is offered the rest again until it takes none
     * @param sink may hear that the outbox has drained; what it sends then is written as well
     * @return true when nothing waits; false when the writer took no more: call again once the transport is writable,
     *     unless {@link Protocol#transportAction} is {@link TransportAction#CLOSE_NOW}
     * @throws IOException as the writer threw it; the driver then calls {@link Protocol#transportFailed}
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
     * Accounts for a write. A driver that writes from the {@link #outbox} by itself calls this after each attempt, and then
     * looks at the outbox again: a pong may wait in it that was owed until now. {@link #flush} does it by itself.
     *
     * @param bytes that the socket took, zero included
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
        if (congested && (outbox.isEmpty() || outbox.pending() < setup.limits.lowWaterBytes())) {
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
            heard(setup.bench.now());
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

    /** Sends keepalive's ping. */
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
