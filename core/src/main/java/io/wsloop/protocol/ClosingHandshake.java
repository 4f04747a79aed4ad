package io.wsloop.protocol;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import org.jspecify.annotations.Nullable;

/** What happened of the ending so far, as facts; the outcome is derived from them (RFC 6455 §7.1). */
final class ClosingHandshake {
    private @Nullable CloseStatus received;
    private @Nullable CloseStatus sent;
    private @Nullable Initiator initiator;
    private @Nullable CloseCause cause;
    private @Nullable Throwable error;

    /** What is to become of the transport; only moves on. */
    TransportAction action = TransportAction.NONE;

    /** Since when the peer's answer, or the end of its stream, is waited for. */
    private long waitsSince;

    private boolean waits;

    /** The peer's answer is waited for from now on; the first call counts. */
    void waitFrom(long now) {
        if (!waits) {
            waits = true;
            waitsSince = now;
        }
    }

    /** Nothing is waited for any more. */
    void waitNoMore() {
        waits = false;
    }

    /**
     * When TCP is to end, whether or not the peer has answered. The peer cannot answer what it has not read, so patience
     * counts from the last byte that it took too.
     */
    long deadline(long lastTaken, long patience) {
        return waits ? Deadline.after(Deadline.later(waitsSince, lastTaken), patience) : Deadline.NEVER;
    }

    void received(CloseStatus status) {
        received = status;
        begun(Initiator.PEER, CloseCause.CLOSING_HANDSHAKE, null);
    }

    void sent(CloseStatus status) {
        sent = status;
    }

    /** The first cause stands: what follows from an ending is not its reason. */
    void begun(Initiator by, CloseCause why, @Nullable Throwable what) {
        if (cause == null) {
            initiator = by;
            cause = why;
            error = what;
        }
    }

    /** A closing handshake that had begun in peace broke off. */
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
        return cause + " by " + initiator + ", close received " + told(received) + ", sent " + told(sent);
    }

    private static String told(@Nullable CloseStatus status) {
        return status == null ? "no" : status.code() + (status.reason().isEmpty() ? "" : " " + status.reason());
    }
}
