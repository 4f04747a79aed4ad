package io.wsloop.examples.snippets;

import io.wsloop.Delivery;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.nio.ByteBuffer;

/** Sends messages back without an array or a String for each. */
final class LentEcho implements WebSocketListener {
    // snippet: views
    @Override
    public Delivery delivery() {
        return Delivery.VIEWS;
    }

    @Override
    public void onTextView(WebSocket ws, ByteBuffer utf8) {
        ws.sendUtf8(utf8);
    }

    @Override
    public void onBinaryView(WebSocket ws, ByteBuffer payload) {
        ws.sendBinary(payload);
    }
    // end
}
