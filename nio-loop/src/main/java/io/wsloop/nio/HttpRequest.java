package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
     * The first value of a query parameter, percent-decoded, a plus sign as a space.
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
        return PathTemplate.parameter(pathParameters, name);
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
