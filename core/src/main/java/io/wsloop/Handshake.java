package io.wsloop;

import io.wsloop.handshake.Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the opening handshake left behind. Immutable but for the attributes; any thread. */
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
     * @return as sent, without the question mark; empty when there is none
     */
    String query();

    /**
     * The first value of a query parameter, percent-decoded.
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
     * The request's header fields.
     *
     * @return in the order of the wire
     */
    Headers headers();

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
     * What the application attached before the upgrade or later; safe for any thread.
     *
     * @return a concurrent map
     */
    Map<String, Object> attributes();
}
