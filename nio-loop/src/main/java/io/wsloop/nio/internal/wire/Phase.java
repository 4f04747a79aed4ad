package io.wsloop.nio.internal.wire;

import io.wsloop.CloseCause;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.TransportAction;
import java.nio.ByteBuffer;

/**
 * What a connection speaks at the moment: HTTP before the upgrade, or WebSocket. The {@link Connection} beneath moves its
 * bytes and keeps its time, and asks {@link #action} after everything it told. Loop thread.
 */
public interface Phase {
    /** The connection speaks this phase from the next byte on. */
    default void begin() {}

    /** At most one event: true when it should be called again, false when {@code in} is used up and more is needed. */
    boolean receive(ByteBuffer in);

    /** Whether a pause holds back what comes: not once there is only an end to wait for. */
    boolean canBeHeld();

    /** The most bytes worth reading at once: what a pause finds in the buffer has to be kept on the heap. */
    default int mostToRead() {
        return Integer.MAX_VALUE;
    }

    /** During a pause, up to this many bytes are read all the same, so that the end of the peer's stream is noticed. */
    default int mostToReadAhead() {
        return 0;
    }

    /** The memory that this phase holds apart from the outbox, in bytes. */
    default long heldBytes() {
        return 0;
    }

    /** The peer ended its stream. */
    void receiveEof();

    /** The connection tried to write, and the socket took this many bytes. */
    void flushed(long bytes);

    /** When {@link #onDeadline} is to be called, or {@link Deadline#NEVER}. May be earlier than necessary. */
    long nextDeadline();

    void onDeadline();

    /** What should become of the transport. */
    TransportAction action();

    /** Told at the end of everything: the place to publish what other threads may see. */
    void settled();

    /** End in good manners, because this server or client stops. */
    void stop();

    /** End at once. */
    void abort(CloseCause cause, Throwable error);

    /** Reading or writing failed. */
    void transportFailed(Throwable error);

    /** The channel is closed; the last call. */
    void transportClosed();

    /** How it stands, in one line. */
    String state();
}
