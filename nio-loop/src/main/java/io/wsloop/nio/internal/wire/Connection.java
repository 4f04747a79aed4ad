package io.wsloop.nio.internal.wire;

import io.wsloop.CloseCause;
import io.wsloop.loop.EventLoop;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.TransportAction;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

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
public final class Connection extends ChannelBytes {
    /** From this size on, a payload is worth a system call of its own. */
    public static final int LARGE = 16 << 10;

    private enum Stage {
        OPEN,
        /** The transport writes its mark of the end, and the socket did not take all of it. Input is discarded. */
        ENDING,
        /** Our output is ended; input is discarded until the peer ends its own, so that no reset eats our last bytes. */
        LINGERING,
        CLOSED
    }

    private final Population population;
    private final SocketAddress peer;

    private Phase phase;
    private Stage stage = Stage.OPEN;

    private boolean paused;
    private boolean dirty;
    private boolean opened;

    /** A task waits that goes on with leftovers, or with what the transport holds. */
    private boolean continuing;

    private Connection(
            Desk desk,
            SocketChannel channel,
            Transport transport,
            Population population,
            Function<Connection, Phase> first)
            throws IOException {
        super(desk, transport);
        this.population = population;
        peer = channel.getRemoteAddress();
        phase = first.apply(this);
        moved(desk.loop().register(channel, SelectionKey.OP_READ, this));
    }

    /**
     * Takes over a connected, non-blocking channel that the population has counted already.
     *
     * @param first makes the first phase, which sends nothing before it is told to begin
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

    /** The most bytes to read at once. */
    int mostToRead() {
        return isHeld() ? readAheadLeft() : phase.mostToRead();
    }

    /** Hands over at most one event. True if more may follow at once. */
    boolean deliver(ByteBuffer in) {
        boolean more = !isHeld() && phase.receive(in);
        if (stage != Stage.OPEN) {
            in.position(in.limit());
        }
        return more;
    }

    /** Lets go of the leftovers once all of them are delivered. */
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

    /** How many bytes may still be read while what came is held back. */
    private int readAheadLeft() {
        return Math.max(0, phase.mostToReadAhead() - leftoverBytes());
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
            desk.reader().deliverLeftovers(this);
            if (wantsInput() && transport().hasMore()) {
                desk.reader().read(this);
            }
            settle();
        } catch (Throwable e) {
            desk.loop().failed(this, e);
        }
    }

    private boolean isHeld() {
        return stage == Stage.OPEN && paused && phase.canBeHeld();
    }

    boolean wantsInput() {
        return !hasInputEnded() && (isHeld() ? readAheadLeft() > 0 : leftovers() == null);
    }

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

    /** Writes all that waits, as far as the socket takes it. */
    private void writeWaiting() {
        if (stage != Stage.CLOSED && !isCorked() && !isFlushed()) {
            phase.flushed(desk.cork().write(this));
        }
    }

    /** The turn's end, for a connection that {@link #flushLater} put on the list. */
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
     * Whatever was written, closed, paused or failed outside the reading takes effect at the end of this turn; within
     * the reading, at its end.
     */
    public void flushLater() {
        if (!dirty && stage != Stage.CLOSED && !isCorked()) {
            desk.loop().flushLater(this);
            dirty = true;
        }
    }

    /** To be called before a payload goes to the outbox: true when it goes straight on to the socket. */
    public boolean beginWrite(int length) {
        return length >= LARGE && stage != Stage.CLOSED && isFlushed() && cork();
    }

    /** To be called after {@link #beginWrite} and the payload. */
    public void endWrite(boolean through) {
        if (through) {
            desk.cork().writeThrough(this);
        }
        flushLater();
    }

    /** Queues bytes that are no frame, which belong to this connection from here on. */
    public void send(ByteBuffer bytes) {
        if (stage != Stage.CLOSED) {
            outbox().append(bytes);
            flushLater();
        }
    }

    /** Speaks something else from the next byte on. */
    public void become(Phase next) {
        phase = next;
        next.begin();
        flushLater();
    }

    public boolean isSpeaking(Phase spoken) {
        return phase == spoken;
    }

    /**
     * Moves bytes through another transport from here on. Everything must be flushed.
     *
     * @param unread bytes that were read and are the new transport's first input
     */
    public void become(Transport next, ByteBuffer unread) {
        transport(next, unread);
        turnAgain();
    }

    /** Whether nobody between the two ends can read along. */
    public boolean isSecure() {
        return transport().isSecure();
    }

    /** Counts no longer as being in handshake. */
    public void opened() {
        opened = true;
        population.opened();
    }

    public void pause() {
        paused = true;
        flushLater();
    }

    public void resume() {
        paused = false;
        flushLater();
    }

    public Desk desk() {
        return desk;
    }

    public EventLoop loop() {
        return desk.loop();
    }

    public boolean isPaused() {
        return paused;
    }

    public void stop() {
        phase.stop();
        flushLater();
    }

    public void abort(CloseCause cause, Throwable error) {
        phase.abort(cause, error);
        flushLater();
    }

    boolean isOf(Population population) {
        return this.population == population;
    }

    /** The timer: early when the deadline was moved since, which is found out only here. */
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

    /** Does what the phase wants done with the transport, then waits for what is to be waited for. */
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
        int interest =
                transport().interest((wantsInput() ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0));
        if (interest != key().interestOps()) {
            key().interestOps(interest);
        }
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
            if (transport().endOutput(channel()) && transport().pending() == 0) {
                return true;
            }
        } catch (IOException e) {
            return true;
        }
        stage = Stage.ENDING;
        dropLeftovers();
        return false;
    }

    /** Ends the output: true when there is a peer's stream to wait for the end of. */
    private boolean linger() {
        if (stage != Stage.LINGERING) {
            stage = Stage.LINGERING;
            dropLeftovers();
            try {
                transport().shutdownOutput(channel());
            } catch (IOException e) {
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
                transport().close(channel());
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
        return bytesHeld() + phase.heldBytes();
    }

    /** The address of the other end; it stays after the end. */
    public SocketAddress remoteAddress() {
        return peer;
    }

    /** The peer's address as text, for logs. */
    public String peer() {
        return Addresses.text(peer);
    }

    @Override
    public String toString() {
        return peer() + " " + stage + (paused ? " paused" : "") + (hasInputEnded() ? " input ended" : "") + ", "
                + phase.state();
    }
}
