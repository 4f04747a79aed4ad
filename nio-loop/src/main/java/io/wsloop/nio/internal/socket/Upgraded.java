package io.wsloop.nio.internal.socket;

import io.wsloop.Delivery;
import io.wsloop.WebSocketListener;
import io.wsloop.protocol.ProtocolOptions;

/**
 * What the opening handshake made for the WebSocket that follows it.
 *
 * @param handshake what was asked and agreed
 * @param listener of the connection
 * @param delivery as the listener wants its messages
 */
public record Upgraded(AgreedHandshake handshake, WebSocketListener listener, Delivery delivery) {
    public ProtocolOptions options() {
        return handshake.agreement().options(delivery);
    }
}
