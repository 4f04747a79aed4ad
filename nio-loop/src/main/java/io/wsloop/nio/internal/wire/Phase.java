package io.wsloop.nio.internal.wire;

import io.wsloop.CloseCause;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.TransportAction;
import java.nio.ByteBuffer;

/**
 * The protocol that a connection speaks now: HTTP before the upgrade, a client's opening handshake, or WebSocket. The
 * {@link Connection} moves the bytes and calls the phase. Loop thread.
 *
 * <p>The order of calls: {@link #begin} comes first. Then {@link #receive}, {@link #flushed}, {@link #onDeadline} and
 * {@link #receiveEof} come as things happen. After each batch of them the connection asks for {@link #action} and
 * {@link #nextDeadline}, and calls {@link #settled}. {@link #transportClosed} is the last call.
 */
public interface Phase {
    /** The connection speaks this phase from the next byte on. The phase may send from now on. */
    default void begin() {}

    /**
     * Takes bytes from the buffer, and tells the application of at most one event.
     *
     * @param in valid during this call only; bytes that are left in it come again
     * @return true if another call may find another event; false if the phase needs more bytes
     */
    boolean receive(ByteBuffer in);

    /** False once the phase waits only for the end: a pause no longer keeps input from it. */
    boolean canBeHeld();

    /** The largest number of bytes to read at once. A pause copies the undelivered ones to the heap. */
    default int mostToRead() {
        return Integer.MAX_VALUE;
    }

    /** The connection reads up to this many bytes during a pause, so that it notices the end of the peer's stream. */
    default int mostToReadAhead() {
        return 0;
    }

    /** The memory that this phase holds apart from the outbox, in bytes. */
    default long heldBytes() {
        return 0;
    }

    /** The bytes that the socket took of this phase and a slow peer may not have read yet. The next phase asks for them. */
    default int unreadBytes() {
        return 0;
    }

    /** The peer has ended its stream, and all bytes before the end are delivered. */
    void receiveEof();

    /** The connection has tried to write, and the socket took this many bytes, perhaps none. */
    void flushed(long bytes);

    /**
     * When the connection must call {@link #onDeadline}, in nanoseconds of the loop's clock, or {@link Deadline#NEVER}. A time that
     * is too early costs one call and does no harm.
     */
    long nextDeadline();

    /** The time of {@link #nextDeadline} has come. */
    void onDeadline();

    /** The action that the connection must take. The connection asks again after each batch of calls. */
    TransportAction action();

    /** The connection has finished its work for now. The phase publishes here what other threads may read. */
    void settled();

    /** End politely, because this server or client stops. */
    void stop();

    /** End at once. */
    void abort(CloseCause cause, Throwable error);

    /** Reading or writing has failed. The action must be CLOSE_NOW afterwards. */
    void transportFailed(Throwable error);

    /** The channel is closed. This is the last call. */
    void transportClosed();

    /** The state in one line, for logs. */
    String state();
}
