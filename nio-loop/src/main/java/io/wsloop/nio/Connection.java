package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.TransportAction;
import io.wsloop.protocol.Workbench;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves one connection's bytes and keeps its time; what the bytes mean is its {@link Phase}'s. Loop thread.
 *
 * <pre>
 *   OPEN ──output ended──▶ LINGERING ──end of stream or deadline──▶ CLOSED
 *     └──────────────────────failure, abort, deadline────────────────▲
 * </pre>
 *
 * While input is delivered the connection is <em>corked</em>: the loop's staging buffer is lent to the outbox and goes
 * to the socket once, at the end. Outside, what is written waits for the end of the turn, except that a large payload is
 * written at once when nothing waits before it. WRITE is in the interest set only for what the socket did not take.
 */
final class Connection extends TimerQueue.Timer implements Registered, Outbox.Drain {
    /** From this size on, a payload is worth a system call of its own. */
    static final int LARGE = 16 << 10;

    /** One connection writes this much at a time; what waits behind it waits for the next turn. */
    private static final int WRITE_BUDGET = 1 << 20;

    private enum Stage {
        OPEN,
        /** Our output is ended; input is discarded until the peer ends its own, so that no reset eats our last bytes. */
        LINGERING,
        CLOSED
    }

    private final EventLoop loop;
    private final Transport transport;
    private final Population population;
    private final InetSocketAddress peer;
    private SelectionKey key;
    private Phase phase;
    private Stage stage = Stage.OPEN;

    /** HTTP's bytes that wait; they go before the outbox's. Null when none do. */
    private @Nullable ArrayDeque<ByteBuffer> heads;

    /** Read but not delivered, because of a pause; comes before anything that is read later. */
    private @Nullable ByteBuffer leftovers;

    /** The phase's outbox holds the staging buffer. */
    private boolean corked;

    private boolean delivering;
    private boolean sending;
    private boolean paused;
    private boolean inputEnded;
    private boolean dirty;
    private boolean opened;

    /** The leftovers' turn is a task that waits already. */
    private boolean continuing;

    /** An Error, too: the JDK throws one when it has no direct memory left for what a write copies. */
    private @Nullable Throwable failure;

    private Connection(
            EventLoop loop,
            SocketChannel channel,
            Transport transport,
            Population population,
            Function<Connection, Phase> first)
            throws IOException {
        this.loop = loop;
        this.transport = transport;
        this.population = population;
        peer = (InetSocketAddress) channel.getRemoteAddress();
        phase = first.apply(this);
        key = loop.register(channel, SelectionKey.OP_READ, this);
    }

    /**
     * Takes over a connected, non-blocking channel that the population has counted already.
     *
     * @param first makes what is spoken first
     */
    static Connection begin(
            EventLoop loop, SocketChannel channel, Population population, Function<Connection, Phase> first)
            throws IOException {
        Connection connection = new Connection(loop, channel, loop.kernel().transport(channel), population, first);
        try {
            connection.flush();
            connection.settle();
        } catch (Throwable e) {
            loop.failed(connection, e);
        }
        return connection;
    }

    @Override
    public void ready(SelectionKey key) {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            flush();
            settle();
        }
        if ((ready & SelectionKey.OP_READ) != 0 && stage != Stage.CLOSED) {
            read();
            settle();
        }
    }

    private void read() {
        ByteBuffer in = loop.readBuffer();
        long allowed = loop.readBudget();
        long budget = allowed;
        try {
            cork();
            boolean more = true;
            while (more && budget > 0 && wantsInput()) {
                int most = Math.min(in.capacity(), isHeld() ? readAheadLeft() : phase.mostToRead());
                int count = transport.read(channel(), in.clear().limit(most));
                more = count == most;
                budget -= count;
                if (count < 0) {
                    inputEnded = true;
                    endOfInput();
                } else if (count > 0) {
                    budget -= deliver(in.flip());
                    keep(in);
                }
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            uncork();
            loop.spend(allowed - budget);
        }
    }

    /** The peer's stream has ended. Told once everything before it is delivered. */
    private void endOfInput() {
        if (inputEnded && leftovers == null) {
            phase.receiveEof();
        }
    }

    private void keep(ByteBuffer in) {
        if (in.hasRemaining()) {
            ByteBuffer before = leftovers;
            int kept = before == null ? 0 : before.remaining();
            ByteBuffer all = ByteBuffer.allocate(kept + in.remaining());
            if (before != null) {
                all.put(before);
            }
            leftovers = all.put(in).flip();
        }
    }

    /** How many bytes may still be read while what came is held back. */
    private int readAheadLeft() {
        ByteBuffer before = leftovers;
        return Math.max(0, phase.mostToReadAhead() - (before == null ? 0 : before.remaining()));
    }

    /**
     * One event a call, so that a pause takes effect between two, until messages have inflated to the budget.
     *
     * @return how many bytes they inflated to
     */
    private long deliver(ByteBuffer in) {
        Workbench bench = loop.bench();
        long before = bench.inflatedBytes();
        int budget = loop.readBudget();
        delivering = true;
        try {
            while (!isHeld() && phase.receive(in)) {
                if (bench.inflatedBytes() - before >= budget) {
                    break;
                }
            }
        } finally {
            delivering = false;
        }
        if (stage == Stage.LINGERING) {
            in.position(in.limit());
        }
        return bench.inflatedBytes() - before;
    }

    /** Goes on with what had been read before a pause, or before the budget was used up. */
    private void deliverLeftovers() {
        try {
            goOnDelivering();
        } catch (Throwable e) {
            loop.failed(this, e);
        }
    }

    private void goOnDelivering() {
        continuing = false;
        ByteBuffer in = leftovers;
        if (in == null || stage != Stage.OPEN) {
            return;
        }
        try {
            cork();
            loop.spend(deliver(in));
            if (!in.hasRemaining()) {
                leftovers = null;
                endOfInput();
            }
        } finally {
            uncork();
        }
        settle();
    }

    private boolean isHeld() {
        return stage == Stage.OPEN && paused && phase.canBeHeld();
    }

    private boolean wantsInput() {
        return !inputEnded && (isHeld() ? readAheadLeft() > 0 : leftovers == null);
    }

    private void cork() {
        Outbox outbox = phase.outbox();
        if (outbox != null && loop.cork().take()) {
            corked = true;
            outbox.lend(loop.cork().staging(), this);
        }
    }

    private void uncork() {
        Outbox outbox = corked ? phase.outbox() : null;
        if (outbox == null) {
            flush();
            return;
        }
        corked = false;
        boolean taken = true;
        ByteBuffer staged;
        long drained;
        try {
            writeHeads();
            staged = outbox.staged();
            if (staged != null) {
                drain(staged);
                taken = !staged.hasRemaining();
            }
            outbox.reclaim();
        } finally {
            drained = loop.cork().release();
        }
        if (taken && stage != Stage.CLOSED && !outbox.isEmpty()) {
            phase.flushed(drained + writeAll());
        } else if (staged != null || drained > 0) {
            phase.flushed(drained);
        }
    }

    /** Writes from the staging buffer while corked; whatever is not taken stays in it. */
    @Override
    public void drain(ByteBuffer staging) {
        if (heads != null || failure != null) {
            return;
        }
        try {
            loop.cork().drained(transport.write(channel(), staging));
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Writes all that waits, as far as the socket takes it. */
    private void flush() {
        if (stage != Stage.CLOSED && !corked && !isFlushed()) {
            phase.flushed(writeAll());
        }
    }

    private long writeAll() {
        long written = writeHeads();
        Outbox outbox = phase.outbox();
        return outbox == null || heads != null ? written : written + write(outbox);
    }

    private long write(Outbox outbox) {
        long written = 0;
        try {
            while (failure == null && !outbox.isEmpty() && written < WRITE_BUDGET) {
                long count = transport.write(channel(), outbox.buffers(), outbox.count());
                outbox.consumed();
                if (count == 0) {
                    break;
                }
                written += count;
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        return written;
    }

    private long writeHeads() {
        long written = 0;
        try {
            while (heads != null && failure == null) {
                ByteBuffer head = heads.element();
                int count = transport.write(channel(), head);
                written += count;
                if (!head.hasRemaining()) {
                    heads.remove();
                    heads = heads.isEmpty() ? null : heads;
                } else if (count == 0) {
                    break;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        return written;
    }

    /** The last call of a turn's flush, for a connection that {@link #flushLater} put on the list. */
    void flushDirty() {
        dirty = false;
        if (stage != Stage.CLOSED) {
            if ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
                flush();
            }
            settle();
        }
    }

    /**
     * Whatever was written, closed, paused or failed outside the reading takes effect at the end of this turn; within
     * the reading, at its end.
     */
    void flushLater() {
        if (!dirty && !corked && stage != Stage.CLOSED) {
            loop.flushLater(this);
            dirty = true;
        }
    }

    /** To be called before a payload goes to the outbox: true when it goes straight on to the socket. */
    boolean beginWrite(int length) {
        if (length < LARGE || corked || stage == Stage.CLOSED || !isFlushed()) {
            return false;
        }
        cork();
        return corked;
    }

    /** To be called after {@link #beginWrite} and the payload. */
    void endWrite(boolean through) {
        if (through) {
            sending = true;
            try {
                uncork();
            } finally {
                sending = false;
            }
        }
        flushLater();
    }

    /** Within the application's call of send: nobody is called back before that has said what became of the message. */
    boolean isSending() {
        return sending;
    }

    /** Queues HTTP's bytes, which belong to this connection from here on. */
    void send(ByteBuffer bytes) {
        if (stage == Stage.CLOSED || !bytes.hasRemaining()) {
            return;
        }
        if (heads == null) {
            heads = new ArrayDeque<>(2);
        }
        heads.add(bytes);
        flushLater();
    }

    /** Whether bytes of HTTP wait. */
    boolean hasHeads() {
        return heads != null;
    }

    /** Whether bytes that were read wait for their turn. */
    boolean hasLeftovers() {
        return leftovers != null && leftovers.hasRemaining();
    }

    /** Whether the end of the peer's stream was read, be it told already or not. */
    boolean hasInputEnded() {
        return inputEnded;
    }

    /** Speaks something else from the next byte on. */
    void become(Phase next) {
        assert !corked;
        phase = next;
        if (delivering) {
            cork();
        }
        flushLater();
    }

    /** Counts no longer as being in handshake. */
    void opened() {
        opened = true;
        population.opened();
    }

    void pause() {
        paused = true;
        flushLater();
    }

    void resume() {
        paused = false;
        flushLater();
    }

    EventLoop loop() {
        return loop;
    }

    boolean isPaused() {
        return paused;
    }

    void stop() {
        phase.stop();
        flushLater();
    }

    void abort(CloseCause cause, Throwable error) {
        phase.abort(cause, error);
        flushLater();
    }

    boolean isOf(Population population) {
        return this.population == population;
    }

    /** The timer: early when the deadline was moved since, which is found out only here. */
    @Override
    void expired() {
        if (Deadline.isDue(phase.nextDeadline(), loop.now())) {
            phase.onDeadline();
            flush();
        }
        settle();
    }

    /** Does what the phase wants done with the transport, then waits for what is to be waited for. */
    private void settle() {
        if (stage == Stage.CLOSED) {
            return;
        }
        if (failure != null) {
            phase.transportFailed(failure);
            failure = null;
        }
        TransportAction action = phase.action();
        if (action == TransportAction.CLOSE_NOW
                || (action == TransportAction.CLOSE_WHEN_FLUSHED && isFlushed())
                || (action == TransportAction.HALF_CLOSE_WHEN_FLUSHED && isFlushed() && !linger())) {
            close();
            return;
        }
        int interest = (wantsInput() ? SelectionKey.OP_READ : 0) | (isFlushed() ? 0 : SelectionKey.OP_WRITE);
        if (interest != key.interestOps()) {
            key.interestOps(interest);
        }
        if (leftovers != null && !isHeld() && !continuing) {
            try {
                loop.execute(this::deliverLeftovers);
                continuing = true;
            } catch (RejectedExecutionException e) {
                // The loop ends, and drops this connection in this same turn.
            }
        }
        loop.timers().armBy(this, phase.nextDeadline());
        phase.settled();
    }

    /** Ends the output: true when there is a peer's stream to wait for the end of. */
    private boolean linger() {
        if (stage == Stage.OPEN) {
            stage = Stage.LINGERING;
            leftovers = null;
            try {
                transport.shutdownOutput(channel());
            } catch (IOException e) {
                return false;
            }
        }
        return !inputEnded;
    }

    private boolean isFlushed() {
        Outbox outbox = phase.outbox();
        return heads == null && (outbox == null || outbox.isEmpty());
    }

    /** Every step runs even if the one before it throws. Steps that need no memory come first. */
    private void close() {
        stage = Stage.CLOSED;
        leftovers = null;
        heads = null;
        loop.timers().disarm(this);
        try {
            key.cancel();
        } finally {
            try {
                transport.close(channel());
            } catch (IOException e) {
                // It is gone either way, and the peer's outcome does not depend on it.
            } finally {
                try {
                    phase.transportClosed();
                } finally {
                    population.left(peer.getAddress(), opened);
                }
            }
        }
    }

    @Override
    public void drop(Throwable cause) {
        if (stage != Stage.CLOSED) {
            try {
                phase.abort(CloseCause.TRANSPORT_FAILED, cause);
            } finally {
                close();
            }
        }
    }

    @Override
    public long heldBytes() {
        Outbox outbox = phase.outbox();
        ByteBuffer before = leftovers;
        return (outbox == null ? 0 : outbox.pending()) + (before == null ? 0 : before.capacity()) + phase.heldBytes();
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    /** The key knows it; a field here would be one more in each connection. */
    private SocketChannel channel() {
        return (SocketChannel) key.channel();
    }

    SocketAddress remoteAddress() {
        return peer;
    }

    /** The peer's address as text, for logs. */
    String peer() {
        return peer.getAddress().getHostAddress() + ":" + peer.getPort();
    }

    @Override
    public String toString() {
        return peer() + " " + stage + (paused ? " paused" : "") + (inputEnded ? " input ended" : "") + ", "
                + phase.state();
    }
}
