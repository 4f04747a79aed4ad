package io.wsloop;

/** Makes the listener of each new connection. The connection's loop calls it, so it must not block. */
@FunctionalInterface
public interface ListenerFactory {
    /**
     * Makes a listener. The loop calls this last: everything else has agreed to the upgrade, and the 101 is sent next.
     *
     * @param handshake what the request asked for and what was agreed on
     * @return the connection's listener
     * @throws Exception the peer then gets 500 in place of 101, and the error handler is told; an Error has the same
     *     effect
     */
    WebSocketListener open(Handshake handshake) throws Exception;
}
