package io.wsloop.examples.snippets;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.time.Duration;

/** Ends a connection with a code of the application's own, and a server without cutting anybody off. */
public final class Closing {
    private Closing() {}

    static WebSocketServer start(int port) throws IOException {
        return WebSocketServer.builder()
                .port(port)
                // snippet: listener
                .route("/guess", request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        if (text.equals("42")) {
                            ws.sendText("yes");
                            ws.close(new CloseStatus(4000, "solved")); // 4000 to 4999 are yours
                        }
                    }

                    @Override
                    public void onClose(WebSocket ws, CloseOutcome outcome) {
                        System.out.println(ws.peer() + " ended: " + outcome.cause() + ", code " + outcome.code());
                    }
                })
                // end
                .start();
    }

    static void stop(WebSocketServer server) {
        // snippet: stop
        server.stop(Duration.ofSeconds(10)).join(); // 1001 to all; after 10 s the rest are cut
        // end
    }
}
