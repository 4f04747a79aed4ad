package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import java.nio.file.Path;

public final class FirstServer {
    public static void main(String[] args) throws Exception {
        // snippet: server
        try (WebSocketServer server = WebSocketServer.builder()
                .port(8080)
                .route("/echo", request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        ws.sendText(text);
                    }
                })
                .files("/", Path.of("web")) // a folder with your page: index.html
                .start()) {
            server.awaitStop();
        }
        // end
    }
}
// end
