package io.wsloop.handshake;

import java.util.Objects;

/**
 * A head that breaks RFC 9112 or a limit. Says which status answers it and what was expected in place of what came.
 * Thrown without a stack trace, for it is the peer's fault and may come often.
 */
public final class HeadException extends Exception {
    private static final long serialVersionUID = 1;

    /** What to answer. */
    private final int status;

    /**
     * A fault of the peer.
     *
     * @param status that answers it: 400, 414, 431, 501 or 505
     * @param message what was expected and what came; goes to the peer as the response's body
     */
    public HeadException(int status, String message) {
        super(Objects.requireNonNull(message, "message must not be null"), null, false, false);
        this.status = status;
    }

    /**
     * What to answer. Means nothing when the head was a response.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }
}
