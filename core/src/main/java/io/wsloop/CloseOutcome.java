package io.wsloop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended, derived from the facts and told exactly once.
 *
 * @param received the close frame that came, or null when none did
 * @param sent the close frame that went out, or null when none did
 * @param initiator who began to close
 * @param cause why
 * @param error what went wrong, if anything did
 */
public record CloseOutcome(
        @Nullable CloseStatus received,
        @Nullable CloseStatus sent,
        Initiator initiator,
        CloseCause cause,
        @Nullable Throwable error) {
    /**
     * Refuses null.
     *
     * @param received as above
     * @param sent as above
     * @param initiator as above
     * @param cause as above
     * @param error as above
     */
    public CloseOutcome {
        Objects.requireNonNull(initiator, "initiator must not be null");
        Objects.requireNonNull(cause, "cause must not be null");
    }

    /** Who began. */
    public enum Initiator {
        /** This end. */
        LOCAL,
        /** The other end. */
        PEER
    }

    /**
     * The code of RFC 6455 §7.1.5: the peer's, 1005 for its empty close frame, 1006 when none came.
     *
     * @return the code
     */
    public int code() {
        return received == null ? CloseStatus.ABNORMAL : received.code();
    }

    /**
     * The peer's reason (§7.1.6).
     *
     * @return the reason, empty when none came
     */
    public String reason() {
        return received == null ? "" : received.reason();
    }

    /**
     * Whether both close frames crossed (§7.1.4).
     *
     * @return true when the closing handshake was completed
     */
    public boolean clean() {
        return received != null && sent != null;
    }
}
