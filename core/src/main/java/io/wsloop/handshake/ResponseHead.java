package io.wsloop.handshake;

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
     * How long the body is, as far as the fields say (RFC 9112 §6.3).
     *
     * @return the Content-Length, or -1 when there is none that can be read; then the body ends otherwise
     */
    public long contentLength() {
        return BodyFraming.contentLength(headers);
    }
}
