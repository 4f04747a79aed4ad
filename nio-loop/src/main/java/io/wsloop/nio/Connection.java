package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.TransportAction;
import io.wsloop.protocol.Workbench;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves one connection's bytes and keeps its time; what the bytes mean is its {@link Phase}'s. Loop thread.
 *
 * <pre>
 *   OPEN ──all is flushed──▶ ENDING ──our end is written──▶ LINGERING ──the peer's end, or a deadline──▶ CLOSED
 *     └───────────────────────failure, abort, deadline──────────────────────────────────────────────────────▲
 * </pre>
 *
 * While input is delivered the connection holds the loop's {@link Cork}: what it answers goes to the socket once, at the
 * end. Outside, what is written waits for the end of the turn, except that a large payload is written at once when nothing
 * waits before it. WRITE is in the interest set only for what the socket did not take.
 */
final class Connection extends Timer implements Registered {
    /** From this size on, a payload is worth a system call of its own. */
    static final int LARGE = 16 << 10;

    /** One connection writes this much at a time; what waits behind it waits for the next turn. */
    private static final int WRITE_BUDGET = 1 << 20;

    private enum Stage {
        OPEN,
        /** The transport writes its mark of the end, and the socket did not take all of it. Input is discarded. */
        ENDING,
        /** Our output is ended; input is discarded until the peer ends its own, so that no reset eats our last bytes. */
        LINGERING,
        CLOSED
    }

    private final Desk desk;
    private final Population population;
    private final SocketAddress peer;

    /** What waits to be written, from the first byte of HTTP to the last frame. */
    private final Outbox outbox = new Outbox();

    private Transport transport;
    private SelectionKey key;
    private Phase phase;
    private Stage stage = Stage.OPEN;

    /** Read but not delivered, because of a pause; comes before anything that is read later. */
    private @Nullable ByteBuffer leftovers;

    private boolean sending;
    private boolean paused;
    private boolean inputEnded;
    private boolean dirty;
    private boolean opened;

    /** A task waits that goes on with leftovers, or with what the transport holds. */
    private boolean continuing;

    /** An Error, too: the JDK throws one when it has no direct memory left for what a write copies. */
    private @Nullable Throwable failure;

    private Connection(
            Desk desk,
            SocketChannel channel,
            Transport transport,
            Population population,
            Function<Connection, Phase> first)
            throws IOException {
        this.desk = desk;
        this.transport = transport;
        this.population = population;
        peer = channel.getRemoteAddress();
        phase = first.apply(this);
        key = desk.loop().register(channel, SelectionKey.OP_READ, this);
    }

    /**
     * Takes over a connected, non-blocking channel that the population has counted already.
     *
     * @param first makes the first phase, which sends nothing before it is told to begin
     */
    static Connection begin(
            EventLoop loop, SocketChannel channel, Population population, Function<Connection, Phase> first)
            throws IOException {
        Desk desk = Desk.of(loop);
        Connection connection = new Connection(desk, channel, desk.transport(channel), population, first);
        try {
            connection.phase.begin();
            connection.writeWaiting();
            connection.settle();
        } catch (Throwable e) {
            loop.failed(connection, e);
        }
        return connection;
    }

    @Override
    public void ready(SelectionKey key) {
        int ready = key.readyOps();
        advance();
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            writeWaiting();
            settle();
        }
        if ((ready & SelectionKey.OP_READ) != 0 && stage != Stage.CLOSED) {
            read();
            settle();
        }
    }

    private void advance() {
        try {
            transport.advance(channel());
        } catch (IOException e) {
            failure = e;
        }
    }

    private void read() {
        ByteBuffer in = desk.readBuffer();
        long allowed = desk.loop().readBudget();
        long budget = allowed;
        try {
            cork();
            boolean more = true;
            while (more && budget > 0 && wantsInput()) {
                int most = Math.min(in.capacity(), isHeld() ? readAheadLeft() : phase.mostToRead());
                int count = transport.read(channel(), in.clear().limit(most));
                budget -= count;
                if (count < 0) {
                    inputEnded = true;
                    endOfInput();
                } else if (count > 0) {
                    budget -= deliver(in.flip());
                    keep(in);
                }
                more = count == most || transport.hasMore();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            uncork();
            desk.loop().spend(allowed - budget);
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
        Workbench bench = desk.bench();
        long before = bench.inflatedBytes();
        int budget = desk.loop().readBudget();
        while (!isHeld() && phase.receive(in)) {
            if (bench.inflatedBytes() - before >= budget) {
                break;
            }
        }
        if (stage != Stage.OPEN) {
            in.position(in.limit());
        }
        return bench.inflatedBytes() - before;
    }

    /**
     * Asks for another turn of this connection alone. Any thread: a transport's work may end on another.
     *
     * @return false when the loop ends: it drops this connection in its last turn
     */
    boolean turnAgain() {
        return desk.loop().offer(this::goOn);
    }

    /** Goes on with what was read before a pause or before the budget was used up, and with what the transport holds. */
    private void goOn() {
        continuing = false;
        if (stage == Stage.CLOSED) {
            return;
        }
        try {
            advance();
            writeWaiting();
            deliverLeftovers();
            if (wantsInput() && transport.hasMore()) {
                read();
            }
            settle();
        } catch (Throwable e) {
            desk.loop().failed(this, e);
        }
    }

    private void deliverLeftovers() {
        ByteBuffer in = leftovers;
        if (in == null || stage != Stage.OPEN) {
            return;
        }
        try {
            cork();
            desk.loop().spend(deliver(in));
            if (!in.hasRemaining()) {
                leftovers = null;
                endOfInput();
            }
        } finally {
            uncork();
        }
    }

    private boolean isHeld() {
        return stage == Stage.OPEN && paused && phase.canBeHeld();
    }

    private boolean wantsInput() {
        return !inputEnded && (isHeld() ? readAheadLeft() > 0 : leftovers == null);
    }

    private boolean cork() {
        return desk.cork().take(this);
    }

    private boolean isCorked() {
        return desk.cork().isHeldBy(this);
    }

    private void uncork() {
        if (!isCorked()) {
            writeWaiting();
            return;
        }
        long bytes = desk.cork().release(this);
        if (bytes >= 0) {
            phase.flushed(bytes);
        }
    }

    /** Writes all that waits, as far as the socket takes it. */
    private void writeWaiting() {
        if (stage != Stage.CLOSED && !isCorked() && !isFlushed()) {
            phase.flushed(writeAll());
        }
    }

    /** Writes what the socket takes of one buffer; a failure is kept for the end of this turn. */
    int write(ByteBuffer from) {
        try {
            return failure == null ? transport.write(channel(), from) : 0;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            return 0;
        }
    }

    /** Writes what the socket takes of the outbox, within the budget of one turn. */
    long writeAll() {
        long written = 0;
        try {
            while (failure == null && stage != Stage.CLOSED && !outbox.isEmpty() && written < WRITE_BUDGET) {
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

    /** The turn's end, for a connection that {@link #flushLater} put on the list. */
    @Override
    public void flush() {
        dirty = false;
        if (stage != Stage.CLOSED) {
            if ((key.interestOps() & SelectionKey.OP_WRITE) == 0) {
                writeWaiting();
            }
            settle();
        }
    }

    /**
     * Whatever was written, closed, paused or failed outside the reading takes effect at the end of this turn; within
     * the reading, at its end.
     */
    void flushLater() {
        if (!dirty && stage != Stage.CLOSED && !isCorked()) {
            desk.loop().flushLater(this);
            dirty = true;
        }
    }

    /** To be called before a payload goes to the outbox: true when it goes straight on to the socket. */
    boolean beginWrite(int length) {
        return length >= LARGE && stage != Stage.CLOSED && isFlushed() && cork();
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

    /** Queues bytes that are no frame, which belong to this connection from here on. */
    void send(ByteBuffer bytes) {
        if (stage != Stage.CLOSED) {
            outbox.append(bytes);
            flushLater();
        }
    }

    /** Where every phase puts its bytes. The driver of the outbox is this connection alone. */
    Outbox outbox() {
        return outbox;
    }

    /** Whether the socket has taken everything. */
    boolean isFlushed() {
        return outbox.isEmpty() && transport.pending() == 0;
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
        phase = next;
        next.begin();
        flushLater();
    }

    boolean isSpeaking(Phase spoken) {
        return phase == spoken;
    }

    /**
     * Moves bytes through another transport from here on. Everything must be flushed.
     *
     * @param unread bytes that were read and are the new transport's first input
     */
    void become(Transport next, ByteBuffer unread) {
        if (!isFlushed()) {
            throw new IllegalStateException(
                    outbox.pending() + " bytes wait for the old transport: flush them before the change");
        }
        if (unread.hasRemaining()) {
            next.unread(unread);
        }
        transport = next;
        turnAgain();
    }

    /** Whether nobody between the two ends can read along. */
    boolean isSecure() {
        return transport.isSecure();
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

    Desk desk() {
        return desk;
    }

    EventLoop loop() {
        return desk.loop();
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
    protected void expired() {
        if (Deadline.isDue(transport.nextDeadline(), desk.loop().now())) {
            phase.abort(CloseCause.WRITE_TIMEOUT, new SocketTimeoutException("the peer took no byte"));
        } else if (Deadline.isDue(phase.nextDeadline(), desk.loop().now())) {
            phase.onDeadline();
            writeWaiting();
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
        if (isDone(phase.action())) {
            close();
            return;
        }
        boolean writes = stage == Stage.ENDING || !isFlushed();
        int interest =
                transport.interest((wantsInput() ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
        if (interest != key.interestOps()) {
            key.interestOps(interest);
        }
        boolean goesOn = leftovers != null ? !isHeld() && stage == Stage.OPEN : transport.hasMore() && wantsInput();
        if (goesOn && !continuing) {
            continuing = turnAgain();
        }
        desk.loop().armBy(this, Deadline.earlier(phase.nextDeadline(), transport.nextDeadline()));
        phase.settled();
    }

    /** Goes as far towards the end as the phase wants and the socket takes. True when the channel is to be closed. */
    private boolean isDone(TransportAction action) {
        return switch (action) {
            case NONE -> false;
            case CLOSE_NOW -> true;
            case CLOSE_WHEN_FLUSHED -> isFlushed() && endOutput();
            case HALF_CLOSE_WHEN_FLUSHED -> isFlushed() && endOutput() && !linger();
        };
    }

    /** True once the transport's mark of the end is written, or cannot be. */
    private boolean endOutput() {
        if (stage == Stage.LINGERING) {
            return true;
        }
        try {
            if (transport.endOutput(channel()) && transport.pending() == 0) {
                return true;
            }
        } catch (IOException e) {
            return true;
        }
        stage = Stage.ENDING;
        leftovers = null;
        return false;
    }

    /** Ends the output: true when there is a peer's stream to wait for the end of. */
    private boolean linger() {
        if (stage != Stage.LINGERING) {
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

    /** Every step runs even if the one before it throws. Steps that need no memory come first. */
    private void close() {
        stage = Stage.CLOSED;
        leftovers = null;
        outbox.release();
        desk.loop().disarm(this);
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
                    population.left(Addresses.host(peer), opened);
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
        ByteBuffer before = leftovers;
        return outbox.pending() + transport.pending() + (before == null ? 0 : before.capacity()) + phase.heldBytes();
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    /** The key knows it; a field here would be one more in each connection. */
    private SocketChannel channel() {
        return (SocketChannel) key.channel();
    }

    /** The peer's address as text, for logs. */
    String peer() {
        return Addresses.text(peer);
    }

    @Override
    public String toString() {
        return peer() + " " + stage + (paused ? " paused" : "") + (inputEnded ? " input ended" : "") + ", "
                + phase.state();
    }
}
