package io.wsloop.handshake;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake failed on the client's side: the server refused, or its response breaks a rule. After a refusal
 * this holds the status, the fields and the body's first bytes.
 */
public final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1;

    /** The message without the body's text. */
    private final String summary;

    private final transient @Nullable ResponseHead response;
    /** The first bytes of the response's body. */
    private final byte[] body;

    /**
     * Makes the exception.
     *
     * @param message what was expected and what came
     * @param response of the server, or null when none came
     * @param body the first bytes of the response's body, copied
     */
    public HandshakeException(String message, @Nullable ResponseHead response, byte[] body) {
        this(message, message, response, body);
    }

    private HandshakeException(String message, String summary, @Nullable ResponseHead response, byte[] body) {
        super(Objects.requireNonNull(message, "message must not be null"));
        this.summary = summary;
        this.response = response;
        this.body = body.clone();
    }

    /**
     * The server's response.
     *
     * @return null when no readable response came
     */
    public @Nullable ResponseHead response() {
        return response;
    }

    /**
     * The server's status.
     *
     * @return 0 when no response came
     */
    public int status() {
        return response == null ? 0 : response.status();
    }

    /**
     * The server's fields.
     *
     * @return empty when no response came
     */
    public Headers headers() {
        return response == null ? Headers.EMPTY : response.headers();
    }

    /**
     * The first bytes of the response's body.
     *
     * @return a copy; the driver decides how many bytes it keeps
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The same failure with the server's name before its message.
     *
     * @param server the one that the request was sent to
     * @return a new exception with this one's stack trace, cause and suppressed exceptions
     */
    public HandshakeException of(String server) {
        Objects.requireNonNull(server, "server must not be null");
        String prefix = server + ": ";
        return as(prefix + getMessage(), prefix + summary, body);
    }

    /**
     * The same failure with the first bytes of the body. If the body is text, at most 200 characters of it end the
     * message. Line breaks and control characters are escaped.
     *
     * @param firstBytes copied
     * @return a new exception with this one's stack trace, cause and suppressed exceptions
     */
    public HandshakeException withBody(byte[] firstBytes) {
        Objects.requireNonNull(firstBytes, "firstBytes must not be null");
        String text = RefusalText.of(headers(), firstBytes);
        String message = text.isEmpty() ? summary : summary + "; the server says \"" + text + '"';
        return as(message, summary, firstBytes);
    }

    private HandshakeException as(String message, String summary, byte[] firstBytes) {
        HandshakeException copy = new HandshakeException(message, summary, response, firstBytes);
        copy.setStackTrace(getStackTrace());
        if (getCause() != null) {
            copy.initCause(getCause());
        }
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }
}
