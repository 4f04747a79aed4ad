package io.wsloop.handshake;

import java.util.Objects;

/**
 * A status line and its fields. Immutable; any thread.
 *
 * @param version {@code HTTP/1.1}; a response may also come as {@code HTTP/1.0}
 * @param status three digits
 * @param reason the reason phrase, possibly empty
 * @param headers the fields
 */
public record ResponseHead(String version, int status, String reason, Headers headers) {
    /**
     * Refuses null.
     *
     * @param version the component of this name
     * @param status the component of this name
     * @param reason the component of this name
     * @param headers the component of this name
     */
    public ResponseHead {
        Objects.requireNonNull(version, "version must not be null");
        Objects.requireNonNull(reason, "reason must not be null");
        Objects.requireNonNull(headers, "headers must not be null");
    }

    /**
     * The length of the body, if the fields name one (RFC 9112 §6.3).
     *
     * @return the Content-Length, or -1 when there is no readable one; then the body ends with its last chunk or with
     *     TCP
     */
    public long contentLength() {
        return BodyFraming.contentLength(headers);
    }
}
