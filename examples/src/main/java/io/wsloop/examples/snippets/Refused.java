package io.wsloop.examples.snippets;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.nio.WebSocketClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Tells why a connection was not opened. */
public final class Refused {
    private Refused() {}

    static CompletableFuture<String> tell(WebSocketClient client, URI uri, WebSocketListener listener) {
        // snippet: refused
        return client.connect(uri, listener).handle((WebSocket ws, Throwable error) -> {
            if (error == null) {
                return "connected to " + ws.peer();
            }
            if (error instanceof HandshakeException refused && refused.status() == 401) {
                return "log in first: " + refused.headers().first("WWW-Authenticate");
            }
            return "no connection: " + error.getMessage();
        });
        // end
    }
}
