package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Role;
import org.jspecify.annotations.Nullable;

/**
 * The end of one connection (RFC 6455 §7.1). It keeps facts, such as the close frames that were sent and received, and
 * derives the outcome and the next {@link TransportAction} from them. An engine makes it when either side begins to
 * close.
 */
final class ClosingHandshake {
    /** The treatment of the peer's bytes. It only moves down this list. */
    private enum Input {
        /** Messages are delivered: the peer may have sent them before it read our close frame. */
        DELIVERED,
        /**
         * Bytes are discarded. A side sends no data after its close frame (RFC 6455 §5.5.1), and an endpoint must not
         * go on processing data after it has failed the connection (§7.1.7).
         */
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

    /** When we began to wait for the peer's close frame, or for the end of its stream. */
    private long waitsSince;

    private boolean waits;

    /**
     * The peer's close frame has come. Once both sides have sent one, the server closes TCP first, and the client waits
     * for it (RFC 6455 §7.1.1).
     */
    void peerClosed(CloseStatus status, Role role) {
        received(status);
        discardInput();
        if (role == Role.SERVER) {
            act(TransportAction.CLOSE_WHEN_FLUSHED);
        }
    }

    /** The peer ended its stream. Bytes that wait are still written. */
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

    /** This side fails the connection. The server closes TCP first, and a client waits for it (RFC 6455 §7.1.1). */
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

    /** The next step of the driver. */
    TransportAction action() {
        return action;
    }

    boolean discardsInput() {
        return input != Input.DELIVERED;
    }

    boolean isEnded() {
        return input == Input.ENDED;
    }

    /** Begins to wait for the peer's close frame, or for the end of its stream. Only the first call counts. */
    void waitFrom(long now) {
        if (!waits) {
            waits = true;
            waitsSince = now;
        }
    }

    /**
     * When the transport is closed even if the peer has not answered. A peer cannot answer a close frame that it has
     * not read, so the time counts from when it has read the bytes ahead of it.
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

    /** Keeps the first cause only: a later one is a consequence of the end and not its reason. */
    void begun(Initiator by, CloseCause why, @Nullable Throwable what) {
        if (cause == null) {
            initiator = by;
            cause = why;
            error = what;
        }
    }

    /** Replaces the cause if a closing handshake had begun and did not complete. */
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
