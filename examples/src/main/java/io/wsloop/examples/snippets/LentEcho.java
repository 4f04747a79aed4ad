package io.wsloop.examples.snippets;

import io.wsloop.Delivery;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.nio.ByteBuffer;

/** Sends binary messages back without an array for each. */
final class LentEcho implements WebSocketListener {
    // snippet: views
    @Override
    public Delivery delivery() {
        return Delivery.VIEWS;
    }

    @Override
    public void onBinaryView(WebSocket ws, ByteBuffer payload) {
        ws.sendBinary(payload);
    }
    // end
}
