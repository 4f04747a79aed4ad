package io.wsloop.nio.internal.socket;

import io.wsloop.Delivery;
import io.wsloop.WebSocketListener;
import io.wsloop.protocol.ProtocolOptions;

/**
 * The result of an opening handshake: all that the WebSocket after it is made of.
 *
 * @param handshake the request and what was agreed on
 * @param listener of the connection
 * @param delivery as the listener wants its messages
 */
public record Upgraded(AgreedHandshake handshake, WebSocketListener listener, Delivery delivery) {
    public ProtocolOptions options() {
        return handshake.agreement().options(delivery);
    }
}
