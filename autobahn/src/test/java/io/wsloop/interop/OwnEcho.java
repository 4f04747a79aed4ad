package io.wsloop.interop;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.OriginPolicy;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;

/** Our server: leaves it to the client whether contexts are kept and how large the windows are. */
final class OwnEcho implements WebSocketListener {
    static WebSocketServer start() throws IOException {
        return WebSocketServer.builder()
                .host("127.0.0.1")
                .port(0)
                .loops(1)
                .limits(Limits.defaults())
                .deflate(DeflateOptions.defaults()
                        .withServerNoContextTakeover(false)
                        .withClientNoContextTakeover(false)
                        .withThreshold(0))
                .origins(OriginPolicy.any())
                .route("/", handshake -> new OwnEcho())
                .start();
    }

    @Override
    public void onText(WebSocket ws, String text) {
        ws.sendText(text);
    }

    @Override
    public void onBinary(WebSocket ws, byte[] payload) {
        ws.sendBinary(payload);
    }
}
