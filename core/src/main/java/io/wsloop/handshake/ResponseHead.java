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
     * @param version as above
     * @param status as above
     * @param reason as above
     * @param headers as above
     */
    public ResponseHead {
        Objects.requireNonNull(version, "version must not be null");
        Objects.requireNonNull(reason, "reason must not be null");
        Objects.requireNonNull(headers, "headers must not be null");
    }

    /**
     * How long the body is, as far as the fields say (RFC 9112 §6.3).
     *
     * @return the Content-Length, or -1 when there is none that can be read; then the body ends otherwise
     */
    public long contentLength() {
        return BodyFraming.contentLength(headers);
    }
}
