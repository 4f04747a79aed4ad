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

    /** When TCP is to end, whether or not the peer has answered. */
    long deadline = Long.MAX_VALUE;

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
