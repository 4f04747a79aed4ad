package io.wsloop.server;

import io.wsloop.handshake.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * An answer to a plain HTTP request. The server adds Content-Length, Connection and Date. One response may answer many requests, on
 * any thread.
 *
 * @param status 200 to 599
 * @param headers of the response, without Content-Length, Transfer-Encoding, Connection, Date and Trailer
 * @param body not copied, so nobody may change it any more; empty for 204, 205 and 304, which have no content (RFC 9110 §15)
 */
public record HttpResponse(int status, Headers headers, byte[] body) {
    private static final byte[] NO_BODY = new byte[0];

    /** The server sets these fields. They say where a message ends and whether another follows (RFC 9112 §6, §9). */
    private static final Set<String> SERVERS_OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        SERVERS_OWN.addAll(Set.of("Content-Length", "Transfer-Encoding", "Connection", "Date", "Trailer"));
    }

    /**
     * Checks the status, the fields and the body.
     *
     * @param status 200 to 599
     * @param headers without the fields that the server sets
     * @param body not copied; empty for 204, 205 and 304
     * @throws IllegalArgumentException for another status, for a body that the status does not allow, and for a field that the
     *     server sets
     */
    public HttpResponse {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("expected a final status from 200 to 599, not " + status);
        }
        if (body.length > 0 && !mayHaveBody(status)) {
            throw new IllegalArgumentException("a response of status " + status + " has no body, but " + body.length
                    + " bytes were given: leave them out or choose another status");
        }
        check(headers);
    }

    static void check(Headers headers) {
        for (Headers.Field field : headers.fields()) {
            if (SERVERS_OWN.contains(field.name())) {
                throw new IllegalArgumentException(
                        "the server adds " + field.name() + " itself: leave it out of the response's headers");
            }
        }
    }

    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 205 && status != 304;
    }

    /**
     * A response with a text as {@code text/plain; charset=utf-8}.
     *
     * @param status 200 to 599
     * @param text the body
     * @return the response
     * @throws IllegalArgumentException for another status, and for a text that the status does not allow
     */
    public static HttpResponse text(int status, String text) {
        Objects.requireNonNull(text, "text");
        return new HttpResponse(
                status, Headers.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A response with status 200.
     *
     * @param contentType of the body, for example {@code application/json}
     * @param body not copied, so nobody may change it any more
     * @return the response
     */
    public static HttpResponse of(String contentType, byte[] body) {
        Objects.requireNonNull(contentType, "contentType");
        return new HttpResponse(200, Headers.of("Content-Type", contentType), body);
    }

    /**
     * A response without a body.
     *
     * @param status 200 to 599
     * @return the response
     * @throws IllegalArgumentException for another status
     */
    public static HttpResponse empty(int status) {
        return new HttpResponse(status, Headers.EMPTY, NO_BODY);
    }

    /**
     * This response with another field.
     *
     * @param name of the field
     * @param value of the field
     * @return a new response
     * @throws IllegalArgumentException for CR, LF or NUL in it, and for a field that the server sets
     */
    public HttpResponse header(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return new HttpResponse(status, headers.toBuilder().add(name, value).build(), body);
    }

    @Override
    public String toString() {
        return status + " " + headers.fields() + ", " + body.length + " bytes";
    }
}
