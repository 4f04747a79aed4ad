package io.wsloop.nio.internal.wire;

import io.wsloop.CloseCause;
import io.wsloop.loop.EventLoop;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.TransportAction;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/**
 * Moves one connection's bytes and keeps its deadlines. Its {@link Phase} knows what the bytes mean. Loop thread.
 *
 * <pre>
 *   OPEN ──▶ ENDING ──▶ LINGERING ──▶ CLOSED
 *     │        │                        ▲
 *     └────────┴────────────────────────┘
 * </pre>
 *
 * The stage only moves to the right, and {@link Phase#action} moves it. CLOSE_NOW closes at once. The other two actions wait
 * until everything is flushed, and then write the transport's end mark. The stage is ENDING only while the socket has not taken
 * the whole mark. Afterwards CLOSE_WHEN_FLUSHED closes, and HALF_CLOSE_WHEN_FLUSHED lingers until the peer ends its stream or the
 * phase's deadline comes.
 *
 * <p>The loop enters a connection by {@link #ready}, {@link #flush}, {@link #expired} and the task of {@link #turnAgain}. Each of
 * them reads or writes first and ends with {@code settle}, which tells the phase of a failure, follows its action, sets the
 * interest set, arms the timer and calls {@link Phase#settled}.
 *
 * <p>During a reading the connection holds the loop's {@link Cork}, so all answers go to the socket in one write. Outside a
 * reading, bytes wait for the end of the turn. A large payload is written at once if nothing waits before it. WRITE is in the
 * interest set only while the socket has not taken everything.
 */
public final class Connection extends ChannelBytes {
    /** A payload of this size or more is worth a separate system call. In bytes. */
    public static final int LARGE = 16 << 10;

    private enum Stage {
        OPEN,
        /** The socket has taken only a part of the transport's end mark. No input is kept. */
        ENDING,
        /** Our output is ended. We read until the peer ends its stream, so that no reset destroys our bytes (RFC 6455 §7.1.1). */
        LINGERING,
        CLOSED
    }

    private final Population population;

    private Phase phase;
    private Stage stage = Stage.OPEN;

    private boolean paused;

    /** True while the loop's list of flushes holds this connection. */
    private boolean dirty;

    /** True once the population counts this connection as open. */
    private boolean opened;

    /** True while a task waits that delivers leftovers or reads what the transport holds. */
    private boolean continuing;

    private Connection(
            Desk desk,
            SocketChannel channel,
            Transport transport,
            Population population,
            Function<Connection, Phase> first)
            throws IOException {
        super(desk, transport, channel.getRemoteAddress());
        this.population = population;
        phase = first.apply(this);
        moved(desk.loop().register(channel, SelectionKey.OP_READ, this));
    }

    /**
     * Takes over a connected, non-blocking channel. The population has counted it already. An error after the registration drops
     * the connection and throws nothing.
     *
     * @param first makes the first phase, which sends nothing before {@link Phase#begin}
     * @throws IOException when the peer is gone or the loop ends; the caller still owns the channel
     */
    public static Connection begin(
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
            desk.reader().read(this);
            settle();
        }
    }

    /** The largest number of bytes to read at once. */
    int mostToRead() {
        return isHeld() ? readAheadLeft() : phase.mostToRead();
    }

    /** Hands at most one event to the phase. True if another may follow at once. Only an open connection leaves bytes over. */
    boolean deliver(ByteBuffer in) {
        boolean more = !isHeld() && phase.receive(in);
        if (stage != Stage.OPEN) {
            in.position(in.limit());
        }
        return more;
    }

    /** Releases the leftovers if all of them are delivered. */
    void leftoversDelivered() {
        if (!hasLeftovers()) {
            dropLeftovers();
            tellEndOfInput();
        }
    }

    void inputEnded() {
        inputEnds();
        tellEndOfInput();
    }

    /** Tells the phase of the end of the peer's stream once everything before it is delivered. */
    private void tellEndOfInput() {
        if (hasInputEnded() && leftovers() == null) {
            phase.receiveEof();
        }
    }

    boolean isOpen() {
        return stage == Stage.OPEN;
    }

    boolean canWrite() {
        return !hasFailed() && stage != Stage.CLOSED;
    }

    /** How many more bytes a held connection may read. */
    private int readAheadLeft() {
        return Math.max(0, phase.mostToReadAhead() - leftoverBytes());
    }

    /**
     * Asks the loop for a task that delivers leftovers and reads what the transport holds. Any thread, because a transport's work
     * may end on another thread.
     *
     * @return false when the loop has ended and drops this connection
     */
    boolean turnAgain() {
        return desk.loop().offer(this::deliverMore);
    }

    private void deliverMore() {
        continuing = false;
        if (stage == Stage.CLOSED) {
            return;
        }
        try {
            advance();
            writeWaiting();
            desk.reader().deliverLeftovers(this);
            if (wantsInput() && transport().hasMore()) {
                desk.reader().read(this);
            }
            settle();
        } catch (Throwable e) {
            desk.loop().failed(this, e);
        }
    }

    /** True while a pause keeps input from the phase. */
    private boolean isHeld() {
        return stage == Stage.OPEN && paused && phase.canBeHeld();
    }

    /** False once the peer's stream has ended, and while leftovers wait. A held connection reads ahead up to the phase's limit. */
    boolean wantsInput() {
        return !hasInputEnded() && (isHeld() ? readAheadLeft() > 0 : leftovers() == null);
    }

    /** Ends a reading: writes all staged answers and gives the cork back. */
    void uncork() {
        if (!isCorked()) {
            writeWaiting();
            return;
        }
        long bytes = desk.cork().release(this);
        if (bytes >= 0) {
            phase.flushed(bytes);
        }
    }

    /** Writes waiting bytes until the socket takes no more or the budget is used up. */
    private void writeWaiting() {
        if (stage != Stage.CLOSED && !isCorked() && !isFlushed()) {
            phase.flushed(desk.cork().write(this));
        }
    }

    /** The loop calls this at the end of a turn after {@link #flushLater}. */
    @Override
    public void flush() {
        dirty = false;
        if (stage != Stage.CLOSED) {
            if ((key().interestOps() & SelectionKey.OP_WRITE) == 0) {
                writeWaiting();
            }
            settle();
        }
    }

    /**
     * Has the loop write, and follow the phase's action, at the end of this turn. During this connection's reading it does nothing,
     * because the end of the reading does the same.
     */
    public void flushLater() {
        if (!dirty && stage != Stage.CLOSED && !isCorked()) {
            desk.loop().flushLater(this);
            dirty = true;
        }
    }

    /**
     * Call this before a payload of this many bytes goes to the outbox, and {@link #endWrite} with the answer afterwards.
     *
     * @return true if the payload goes straight to the socket
     */
    public boolean beginWrite(int length) {
        return length >= LARGE && stage != Stage.CLOSED && isFlushed() && cork();
    }

    /** Writes the payload, or has the loop write it at the end of the turn. */
    public void endWrite(boolean through) {
        if (through) {
            desk.cork().writeThrough(this);
        }
        flushLater();
    }

    /** Queues bytes. They belong to this connection from now on. A closed connection drops them. */
    public void send(ByteBuffer bytes) {
        if (stage != Stage.CLOSED) {
            outbox().append(bytes);
            flushLater();
        }
    }

    /** The next phase takes every byte that is delivered from now on. */
    public void become(Phase next) {
        phase = next;
        next.begin();
        flushLater();
    }

    /** The bytes that a slow peer may not have read yet. The next phase asks before {@link #become(Phase)}. */
    public int unreadBytes() {
        return phase.unreadBytes();
    }

    public boolean isSpeaking(Phase spoken) {
        return phase == spoken;
    }

    /**
     * Moves bytes through another transport from now on.
     *
     * @param unread bytes that were read already; they are the new transport's first input
     * @throws IllegalStateException when not everything is flushed
     */
    public void become(Transport next, ByteBuffer unread) {
        transport(next, unread);
        turnAgain();
    }

    /** The connection has become a WebSocket: the population counts it as open, and no longer as a handshake. */
    public void opened() {
        opened = true;
        population.opened();
    }

    /** Keeps input from the phase while {@link Phase#canBeHeld}. */
    public void pause() {
        paused = true;
        flushLater();
    }

    public void resume() {
        paused = false;
        flushLater();
    }

    public boolean isPaused() {
        return paused;
    }

    /** Ends the connection politely, because its server or client stops. */
    public void stop() {
        phase.stop();
        flushLater();
    }

    /** Ends the connection at once, without a closing handshake. */
    public void abort(CloseCause cause, Throwable error) {
        phase.abort(cause, error);
        flushLater();
    }

    boolean isOf(Population population) {
        return this.population == population;
    }

    /** The timer may be early, because a deadline that moves on does not move the timer. */
    @Override
    protected void expired() {
        if (Deadline.isDue(transport().nextDeadline(), desk.loop().now())) {
            phase.abort(CloseCause.WRITE_TIMEOUT, new SocketTimeoutException("the peer took no byte"));
        } else if (Deadline.isDue(phase.nextDeadline(), desk.loop().now())) {
            phase.onDeadline();
            writeWaiting();
        }
        settle();
    }

    /** Ends every entry from the loop: follows the phase's action, then waits for readiness and for the next deadline. */
    private void settle() {
        if (stage == Stage.CLOSED) {
            return;
        }
        Throwable failure = takeFailure();
        if (failure != null) {
            phase.transportFailed(failure);
        }
        if (isDone(phase.action())) {
            close();
            return;
        }
        boolean writes = stage == Stage.ENDING || !isFlushed();
        want((wantsInput() ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
        boolean goesOn = leftovers() != null
                ? !isHeld() && stage == Stage.OPEN
                : transport().hasMore() && wantsInput();
        if (goesOn && !continuing) {
            continuing = turnAgain();
        }
        desk.loop()
                .armBy(this, Deadline.earlier(phase.nextDeadline(), transport().nextDeadline()));
        phase.settled();
    }

    /** Moves towards the end as far as the action asks and the socket allows. True if the channel must be closed now. */
    private boolean isDone(TransportAction action) {
        return switch (action) {
            case NONE -> false;
            case CLOSE_NOW -> true;
            case CLOSE_WHEN_FLUSHED -> isFlushed() && endOutput();
            case HALF_CLOSE_WHEN_FLUSHED -> isFlushed() && endOutput() && !linger();
        };
    }

    /** True once the transport's end mark is written, or when it cannot be. */
    private boolean endOutput() {
        if (stage == Stage.LINGERING || endTransport()) {
            return true;
        }
        stage = Stage.ENDING;
        dropLeftovers();
        return false;
    }

    /** Shuts our output down. True while the peer has not ended its stream. */
    private boolean linger() {
        if (stage != Stage.LINGERING) {
            stage = Stage.LINGERING;
            dropLeftovers();
            if (!shutDownOutput()) {
                return false;
            }
        }
        return !hasInputEnded();
    }

    /** Every step runs even if the one before it throws. Steps that need no memory come first. */
    private void close() {
        stage = Stage.CLOSED;
        dropLeftovers();
        outbox().release();
        desk.loop().disarm(this);
        try {
            key().cancel();
        } finally {
            try {
                closeChannel();
            } finally {
                try {
                    phase.transportClosed();
                } finally {
                    population.left(Addresses.host(remoteAddress()), opened);
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
        return bytesHeld() + phase.heldBytes();
    }

    @Override
    public String toString() {
        return peer() + " " + stage + (paused ? " paused" : "") + (hasInputEnded() ? " input ended" : "") + ", "
                + phase.state();
    }
}
