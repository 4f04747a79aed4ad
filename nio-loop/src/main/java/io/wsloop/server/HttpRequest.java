package io.wsloop.server;

import io.wsloop.handshake.Headers;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request. {@link OriginPolicy}, {@link UpgradeHook} and {@link HttpHandler} see the same object. The request for a
 * WebSocket is a GET without a body. Immutable except for the attributes. Any thread.
 */
public interface HttpRequest {
    /**
     * The method.
     *
     * @return as sent; it is HEAD if a handler of GET answers a HEAD
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
     * @return as sent, with its percent escapes but without the question mark; empty when there is none
     */
    String query();

    /**
     * The first value of a query parameter. It is decoded as {@code URLSearchParams} of a browser does it: a plus is a space, a
     * percent sign that begins no escape stays, and bytes that are not UTF-8 become U+FFFD. Use {@link #query} for bytes that are
     * not text.
     *
     * @param name the decoded name of the parameter
     * @return the decoded value, or null when the parameter is absent
     */
    @Nullable
    String queryParameter(String name);

    /**
     * The parameters of the path template that the request matches.
     *
     * @return percent-decoded values by name, in no order; immutable; empty when the template has none
     */
    Map<String, String> pathParameters();

    /**
     * A parameter of the path template, for example {@code id} in {@code /rooms/{id}}.
     *
     * @param name of the parameter
     * @return the percent-decoded value
     * @throws IllegalArgumentException when the template has no such parameter
     */
    String pathParameter(String name);

    /**
     * The header fields.
     *
     * @return in the order in which they were sent
     */
    Headers headers();

    /**
     * The subprotocols that a client offers. RFC 6455 §1.9: the client names them in Sec-WebSocket-Protocol.
     *
     * @return in the client's order of preference; immutable; empty when it offers none, and for a plain request
     */
    List<String> subprotocols();

    /**
     * Says whether the connection to this server is encrypted.
     *
     * @return false on a plain connection, also if a proxy before this server ends TLS
     */
    boolean secure();

    /**
     * The address of the other end of the connection, which is the client or a proxy before this server.
     *
     * @return the address
     */
    SocketAddress remoteAddress();

    /**
     * Objects that the application attaches to the request. An {@link UpgradeHook} may add some before it decides. They are in
     * {@link io.wsloop.Handshake#attributes} afterwards. Any thread.
     *
     * @return a concurrent map, the same at each call
     */
    Map<String, Object> attributes();

    /**
     * The whole body.
     *
     * @return the same array at each call, owned by the handler; at most {@link io.wsloop.Limits#maxBodyBytes} bytes; empty when
     *     there is no body
     */
    byte[] body();

    /**
     * The body as UTF-8 text. Bytes that are not UTF-8 become U+FFFD.
     *
     * @return a new string
     */
    default String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }
}
