package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP request, whole.
 *
 * @param head request line and fields
 * @param pathParameters of the handler's path template, percent-decoded
 * @param body the handler's to keep; empty when there is none; at most {@link io.wsloop.Limits#maxBodyBytes}
 */
public record HttpRequest(RequestHead head, Map<String, String> pathParameters, byte[] body) {
    /**
     * Refuses null.
     *
     * @param head as above
     * @param pathParameters as above
     * @param body as above
     */
    public HttpRequest {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(pathParameters, "pathParameters");
        Objects.requireNonNull(body, "body");
    }

    /**
     * The method.
     *
     * @return as sent; HEAD reaches a handler of GET as HEAD
     */
    public String method() {
        return head.method();
    }

    /**
     * The request target's path.
     *
     * @return percent-decoded, begins with a slash
     */
    public String path() {
        return head.path();
    }

    /**
     * The header fields.
     *
     * @return in the order of the wire
     */
    public Headers headers() {
        return head.headers();
    }

    /**
     * The first value of a query parameter, decoded as {@code URLSearchParams} of a browser does it: a plus is a space, a
     * percent sign that begins no escape stays as it is, and bytes that are no UTF-8 become U+FFFD. What was sent is in
     * {@link RequestHead#query}.
     *
     * @param name of the parameter
     * @return null when it is absent
     */
    public @Nullable String queryParameter(String name) {
        return head.queryParameter(name);
    }

    /**
     * A parameter of the path template.
     *
     * @param name of the parameter
     * @return the value, percent-decoded
     * @throws IllegalArgumentException when the template has no such parameter
     */
    public String pathParameter(String name) {
        return PathTemplate.parameter(pathParameters, Objects.requireNonNull(name, "name"));
    }

    /**
     * The body as UTF-8; what is not UTF-8 is replaced.
     *
     * @return the text
     */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
