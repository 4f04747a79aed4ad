package io.wsloop;

/** Makes the listener of a new connection, on the connection's loop: it must not block. */
@FunctionalInterface
public interface ListenerFactory {
    /**
     * Called when everything else was decided in favour of the upgrade and the 101 is about to be sent.
     *
     * @param handshake what was asked and agreed
     * @return the connection's listener
     * @throws Exception or an Error: the peer is answered with 500 in place of 101 and the error handler is told
     */
    WebSocketListener open(Handshake handshake) throws Exception;
}
