package io.wsloop.server;

import io.wsloop.handshake.Headers;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, as an {@link OriginPolicy}, an {@link UpgradeHook} and an {@link HttpHandler} see it. The request for a
 * WebSocket is a GET without a body. Immutable but for the attributes; any thread.
 */
public interface HttpRequest {
    /**
     * The method.
     *
     * @return as sent; a HEAD that a handler of GET answers is still HEAD
     */
    String method();

    /**
     * The request target's path.
     *
     * @return percent-decoded, begins with a slash
     */
    String path();

    /**
     * The request target's query.
     *
     * @return as sent, without the question mark; empty when there is none. Its escapes may stand for any bytes
     */
    String query();

    /**
     * The first value of a query parameter, decoded as {@code URLSearchParams} of a browser does it: a plus is a space, a
     * percent sign that begins no escape stays as it is, and bytes that are no UTF-8 become U+FFFD. Take {@link #query}
     * where bytes are sent that are no text.
     *
     * @param name of the parameter, decoded
     * @return null when it is absent
     */
    @Nullable
    String queryParameter(String name);

    /**
     * The parameters of the path template that the request fits, percent-decoded.
     *
     * @return by name, in no order; immutable
     */
    Map<String, String> pathParameters();

    /**
     * A parameter of the path template, percent-decoded: {@code id} in {@code /rooms/{id}}.
     *
     * @param name of the parameter
     * @return the value
     * @throws IllegalArgumentException when the template has no such parameter
     */
    String pathParameter(String name);

    /**
     * The header fields.
     *
     * @return in the order of the wire
     */
    Headers headers();

    /**
     * The subprotocols that the client of a WebSocket offers (RFC 6455 §1.9).
     *
     * @return in the client's order of preference; empty when it offers none, and for a plain request; immutable
     */
    List<String> subprotocols();

    /**
     * Whether the request came under TLS.
     *
     * @return false on a plain connection, also behind a proxy that ends TLS
     */
    boolean secure();

    /**
     * The other end of the TCP connection: the client, or a proxy before this server.
     *
     * @return the address
     */
    SocketAddress remoteAddress();

    /**
     * What the application attaches to the request. What an {@link UpgradeHook} puts here before it has decided is in
     * {@link io.wsloop.Handshake#attributes} afterwards. Safe for any thread.
     *
     * @return a concurrent map, the same at each call
     */
    Map<String, Object> attributes();

    /**
     * The body, whole.
     *
     * @return the handler's to keep; empty when there is none; at most {@link io.wsloop.Limits#maxBodyBytes}
     */
    byte[] body();

    /**
     * The body as UTF-8; what is not UTF-8 becomes U+FFFD.
     *
     * @return the text
     */
    default String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
