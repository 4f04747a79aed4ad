package io.wsloop.handshake;

import java.util.Objects;

/**
 * A head broke RFC 9112 or a limit. The message says what was expected and what came. It has no stack trace, because it
 * is the peer's fault and may come often.
 */
public final class HeadException extends Exception {
    private static final long serialVersionUID = 1;

    /** The status that answers it. */
    private final int status;

    /**
     * Makes the exception.
     *
     * @param status that answers it: 400, 414, 431, 501 or 505
     * @param message what was expected and what came; a server sends it as the body of its response
     */
    public HeadException(int status, String message) {
        super(Objects.requireNonNull(message, "message must not be null"), null, false, false);
        this.status = status;
    }

    /**
     * The status that a server answers with. It means nothing when the head was a response.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }
}
