package io.wsloop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended. {@link WebSocketListener#onClose} gets it once. Immutable; any thread.
 *
 * @param received the close frame that came, or null when none did
 * @param sent the close frame that went out, or null when none did
 * @param initiator the side that began to close
 * @param cause why the connection ended
 * @param error what went wrong, or null when nothing did
 */
public record CloseOutcome(
        @Nullable CloseStatus received,
        @Nullable CloseStatus sent,
        Initiator initiator,
        CloseCause cause,
        @Nullable Throwable error) {
    /**
     * Refuses null for initiator and cause.
     *
     * @param received the component of this name
     * @param sent the component of this name
     * @param initiator the component of this name
     * @param cause the component of this name
     * @param error the component of this name
     */
    public CloseOutcome {
        Objects.requireNonNull(initiator, "initiator must not be null");
        Objects.requireNonNull(cause, "cause must not be null");
    }

    /** The side that began to close. */
    public enum Initiator {
        /** This end. */
        LOCAL,
        /** The other end. */
        PEER
    }

    /**
     * The close code of the connection (RFC 6455 §7.1.5): the peer's code, 1005 when its close frame held none, 1006
     * when no close frame came.
     *
     * @return the code
     */
    public int code() {
        return received == null ? CloseStatus.ABNORMAL : received.code();
    }

    /**
     * The close reason of the connection: the text after the code in the peer's close frame (RFC 6455 §7.1.6).
     *
     * @return the reason, empty when none came
     */
    public String reason() {
        return received == null ? "" : received.reason();
    }

    /**
     * Tells whether the connection closed cleanly: the closing handshake was completed before TCP ended
     * (RFC 6455 §7.1.4).
     *
     * @return true when each side has sent a close frame
     */
    public boolean clean() {
        return received != null && sent != null;
    }
}
