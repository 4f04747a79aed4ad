package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Role;
import org.jspecify.annotations.Nullable;

/**
 * How a connection comes to its end (RFC 6455 §7.1). It keeps what happened as facts and derives the outcome from them. An
 * engine has one from the moment when either side begins to close.
 */
final class ClosingHandshake {
    /** What becomes of the bytes that the peer sends. It only moves on. */
    private enum Input {
        /** Messages are delivered: the peer may have sent them before it read our close frame. */
        DELIVERED,
        /** Nothing may follow a close frame (§5.5.1), and a connection that failed is not read any more (§7.1.7). */
        DISCARDED,
        /** The transport is closed. */
        ENDED
    }

    private @Nullable CloseStatus received;
    private @Nullable CloseStatus sent;
    private @Nullable Initiator initiator;
    private @Nullable CloseCause cause;
    private @Nullable Throwable error;

    private Input input = Input.DELIVERED;
    private TransportAction action = TransportAction.NONE;

    /** Since when we wait for the peer's close frame, or for the end of its stream. */
    private long waitsSince;

    private boolean waits;

    /** The peer's close frame has come. When both have crossed, the server closes TCP first and the client waits (§7.1.1). */
    void peerClosed(CloseStatus status, Role role) {
        received(status);
        discardInput();
        if (role == Role.SERVER) {
            act(TransportAction.CLOSE_WHEN_FLUSHED);
        }
    }

    /** The peer ended its stream. What waits is still written. */
    void endOfStream(boolean nothingWaits, long now) {
        if (!isComplete()) {
            brokeOff(CloseCause.END_OF_STREAM, null);
            begun(Initiator.PEER, CloseCause.END_OF_STREAM, null);
        }
        discardInput();
        if (nothingWaits) {
            act(TransportAction.CLOSE_NOW);
        } else {
            waitFrom(now);
            act(TransportAction.CLOSE_WHEN_FLUSHED);
        }
    }

    /** This side fails the connection. A client waits for the server to close TCP first (§7.1.1). */
    void fail(CloseCause why, @Nullable Throwable what, Role role) {
        stop(why, what);
        if (role == Role.SERVER) {
            act(TransportAction.HALF_CLOSE_WHEN_FLUSHED);
        }
    }

    /** This side drops the connection. */
    void abort(CloseCause why, @Nullable Throwable what) {
        stop(why, what);
        act(TransportAction.CLOSE_NOW);
    }

    private void stop(CloseCause why, @Nullable Throwable what) {
        if (why != CloseCause.CLOSING_HANDSHAKE) {
            brokeOff(why, what);
        }
        begun(Initiator.LOCAL, why, what);
        discardInput();
    }

    /** The transport is closed. */
    CloseOutcome end() {
        begun(Initiator.PEER, CloseCause.END_OF_STREAM, null);
        input = Input.ENDED;
        waits = false;
        act(TransportAction.CLOSE_NOW);
        return outcome();
    }

    private void discardInput() {
        if (input == Input.DELIVERED) {
            input = Input.DISCARDED;
        }
    }

    private void act(TransportAction wanted) {
        if (wanted.compareTo(action) > 0) {
            action = wanted;
        }
    }

    /** What is to become of the transport. */
    TransportAction action() {
        return action;
    }

    boolean discardsInput() {
        return input != Input.DELIVERED;
    }

    boolean isEnded() {
        return input == Input.ENDED;
    }

    /** We wait for the peer's close frame, or for the end of its stream, from now on. Only the first call counts. */
    void waitFrom(long now) {
        if (!waits) {
            waits = true;
            waitsSince = now;
        }
    }

    /**
     * When TCP ends, whether or not the peer has answered. A peer cannot answer a close frame that it has not read, so the
     * time counts from when it has read what is ahead of that.
     *
     * @param readBy when a slow peer has read all that the socket took
     * @param patience nanoseconds
     */
    long deadline(long readBy, long patience) {
        return waits ? Deadline.after(Deadline.later(waitsSince, readBy), patience) : Deadline.NEVER;
    }

    void received(CloseStatus status) {
        received = status;
        begun(Initiator.PEER, CloseCause.CLOSING_HANDSHAKE, null);
    }

    void sent(CloseStatus status) {
        sent = status;
    }

    /** The first cause stays: what follows from an ending is not its reason. */
    void begun(Initiator by, CloseCause why, @Nullable Throwable what) {
        if (cause == null) {
            initiator = by;
            cause = why;
            error = what;
        }
    }

    /** A closing handshake that had begun well did not come to its end. */
    void brokeOff(CloseCause why, @Nullable Throwable what) {
        if (cause == CloseCause.CLOSING_HANDSHAKE && !isComplete()) {
            cause = why;
            error = what;
        }
    }

    boolean isBegun() {
        return cause != null;
    }

    boolean isSent() {
        return sent != null;
    }

    boolean isComplete() {
        return received != null && sent != null;
    }

    CloseOutcome outcome() {
        return new CloseOutcome(
                received,
                sent,
                initiator == null ? Initiator.PEER : initiator,
                cause == null ? CloseCause.END_OF_STREAM : cause,
                error);
    }

    @Override
    public String toString() {
        if (cause == null) {
            return "open";
        }
        return cause + " by " + initiator + ", close received " + text(received) + ", sent " + text(sent);
    }

    private static String text(@Nullable CloseStatus status) {
        return status == null ? "no" : status.code() + (status.reason().isEmpty() ? "" : " " + status.reason());
    }
}
