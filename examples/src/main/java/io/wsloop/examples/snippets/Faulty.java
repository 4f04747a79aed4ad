package io.wsloop.examples.snippets;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;

/** Hears of a listener that throws. */
public final class Faulty {
    private Faulty() {}

    static WebSocketServer start(int port, ErrorHandler log) throws IOException {
        // snippet: errors
        return WebSocketServer.builder()
                .port(port)
                .route("/number", request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        ws.sendText("twice is " + 2 * Integer.parseInt(text)); // may throw: ends this connection, 1011
                    }
                })
                .onError(log)
                .start();
        // end
    }
}
