package io.wsloop;

import io.wsloop.handshake.Headers;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of the opening handshake, and the terms that both ends agreed on (RFC 6455 §4): path, query, header
 * fields, subprotocol and compression. On a client also the fields of the server's answer. Immutable except for the
 * attributes; any thread.
 *
 * <p>It lives as long as its connection, and a server may hold many. To save memory it is kept as bytes, and each call
 * decodes path, query, parameters and fields again. A listener that needs one of them for each message should keep the
 * result.
 *
 * <p>The library implements this interface; an application implements it in tests only. From version 1.0 on, new
 * methods are default methods, so such a class still compiles.
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
     * The first value of a query parameter, decoded as a browser's {@code URLSearchParams} decodes it: a plus becomes a
     * space, a percent sign that begins no escape stays, and bytes that are not UTF-8 become U+FFFD. Use {@link #query}
     * when the value is not text.
     *
     * @param name of the parameter, decoded
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
     * The request's header fields without Upgrade, Connection, Sec-WebSocket-Version and Sec-WebSocket-Key. Nobody
     * needs these four after the opening handshake: three are fixed, and the key is a nonce.
     *
     * @return in the order of the wire
     */
    Headers headers();

    /**
     * On a client, the header fields of the server's answer (101), except Upgrade, Connection and Sec-WebSocket-Accept,
     * which the opening handshake has checked. The connection holds them to its end.
     *
     * @return in the order of the wire; always empty on a server, which keeps nothing of the answer that it has sent
     */
    default Headers responseHeaders() {
        return Headers.EMPTY;
    }

    /**
     * The subprotocol that client and server agreed on (RFC 6455 §1.9).
     *
     * @return null when there is none
     */
    @Nullable
    String subprotocol();

    /**
     * Tells whether messages may be compressed on this connection (RFC 7692).
     *
     * @return true when permessage-deflate was agreed on
     */
    boolean compressed();

    /**
     * The address of the other end of the TCP connection: the peer or, if there is one, the proxy in front of it.
     *
     * @return for TCP a resolved {@link java.net.InetSocketAddress}; it stays available after the connection has ended
     */
    SocketAddress remoteAddress();

    /**
     * Values that the application attaches, before the upgrade or later. The first call makes the map.
     *
     * @return a concurrent map, the same at each call; any thread may use it
     */
    Map<String, Object> attributes();
}
