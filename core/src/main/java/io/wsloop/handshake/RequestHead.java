package io.wsloop.handshake;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request line and its fields. Immutable; any thread.
 *
 * <p>A head from a {@link HeadReader} keeps three promises. It has exactly one Host field, which is the target's
 * authority when the target was absolute (RFC 9112 §3.2.2); only a request of HTTP/1.0 may lack it. Its body has one
 * possible length. Its {@link #path} has no dot segments, backslashes, escaped slashes or control characters, so no
 * part of it leads upwards.
 *
 * @param method as sent; upper and lower case differ
 * @param target as sent
 * @param version as sent, {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param path of the target, percent-decoded; begins with one slash, or is {@code *} for OPTIONS of the whole server
 *     (RFC 9112 §3.2.4)
 * @param query of the target as sent, without the question mark; empty when there is none. Its escapes may stand for
 *     any bytes, and a percent sign need not begin an escape
 * @param headers the fields
 */
public record RequestHead(String method, String target, String version, String path, String query, Headers headers) {
    /**
     * Refuses null.
     *
     * @param method the component of this name
     * @param target the component of this name
     * @param version the component of this name
     * @param path the component of this name
     * @param query the component of this name
     * @param headers the component of this name
     */
    public RequestHead {
        Objects.requireNonNull(method, "method must not be null");
        Objects.requireNonNull(target, "target must not be null");
        Objects.requireNonNull(version, "version must not be null");
        Objects.requireNonNull(path, "path must not be null");
        Objects.requireNonNull(query, "query must not be null");
        Objects.requireNonNull(headers, "headers must not be null");
    }

    /**
     * How long the body is (RFC 9112 §6.3).
     *
     * @return the Content-Length, or -1 when there is none; then there is no body unless it {@link #isChunked}
     */
    public long contentLength() {
        return BodyFraming.contentLength(headers);
    }

    /**
     * Whether the body comes in chunks (RFC 9112 §7.1).
     *
     * @return true when Transfer-Encoding says so
     */
    public boolean isChunked() {
        return headers.hasToken("Transfer-Encoding", "chunked");
    }

    /**
     * The first value of a query parameter, decoded as a browser's {@code URLSearchParams} decodes it: a plus becomes a
     * space, a percent sign that begins no escape stays, and bytes that are not UTF-8 become U+FFFD. Use {@link #query}
     * when the value is not text.
     *
     * @param name of the parameter, decoded
     * @return the value, empty for a parameter without one; null when there is no such parameter
     */
    public @Nullable String queryParameter(String name) {
        Objects.requireNonNull(name, "name must not be null");
        return RequestTarget.parameter(query, name);
    }
}
