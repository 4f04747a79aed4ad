package io.wsloop;

import io.wsloop.handshake.Headers;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the opening handshake (RFC 6455 §4) asked and agreed: the request's target and fields, the subprotocol, compression;
 * on a client also the fields of the server's answer. Immutable but for the attributes; any thread.
 *
 * <p>It stays with its connection, and a server may hold many. So it is kept as bytes, and each call makes path, query,
 * parameters and fields of them anew: a listener that needs one with every message keeps the result.
 *
 * <p>The library implements this interface. From version 1.0 on, new methods come as default methods, so that a class which
 * implements it for tests still compiles.
 */
public interface Handshake {
    /**
     * The request target's path, percent-decoded.
     *
     * @return begins with a slash
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
     * @param name of the parameter
     * @return null when it is absent
     */
    @Nullable
    String queryParameter(String name);

    /**
     * A path parameter of the route, percent-decoded: {@code id} in {@code /rooms/{id}}.
     *
     * @param name of the parameter
     * @return the value
     * @throws IllegalArgumentException when the route has no such parameter
     */
    String pathParameter(String name);

    /**
     * The request's header fields, but for the four that the opening handshake has used up and whose content is fixed or
     * a nonce: Upgrade, Connection, Sec-WebSocket-Version and Sec-WebSocket-Key.
     *
     * @return in the order of the wire
     */
    Headers headers();

    /**
     * On a client, the header fields of the server's answer (101), but for the three that the opening handshake has used up:
     * Upgrade, Connection and Sec-WebSocket-Accept. The connection holds them to its end.
     *
     * @return in the order of the wire; always empty on a server, which keeps nothing of the answer that it has sent
     */
    default Headers responseHeaders() {
        return Headers.EMPTY;
    }

    /**
     * The subprotocol that was agreed.
     *
     * @return null when there is none
     */
    @Nullable
    String subprotocol();

    /**
     * Whether messages may be compressed on this connection (RFC 7692).
     *
     * @return true when permessage-deflate was agreed
     */
    boolean compressed();

    /**
     * The address of the other end of the TCP connection: the peer's, or that of a proxy before it.
     *
     * @return for TCP an {@link java.net.InetSocketAddress}, resolved; it stays after the end
     */
    SocketAddress remoteAddress();

    /**
     * What the application attached before the upgrade or later; safe for any thread. The map is made by the first call.
     *
     * @return a concurrent map, the same at each call
     */
    Map<String, Object> attributes();
}
