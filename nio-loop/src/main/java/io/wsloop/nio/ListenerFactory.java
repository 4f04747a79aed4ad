package io.wsloop.nio;

import io.wsloop.Handshake;
import io.wsloop.WebSocketListener;

/** Makes the listener of a new connection, on the connection's loop. */
@FunctionalInterface
public interface ListenerFactory {
    WebSocketListener open(Handshake handshake) throws Exception;
}
