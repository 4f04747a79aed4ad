package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.util.Objects;

public final class Routes {
    public static void main(String[] args) throws Exception {
        try (WebSocketServer server = start(8080)) {
            server.awaitStop();
        }
    }

    static WebSocketServer start(int port) throws IOException {
        return WebSocketServer.builder()
                .port(port)
                .route("/rooms/lobby", request -> new Greeter("the lobby"))
                .route("/rooms/{id}", request -> new Greeter("room " + request.pathParameter("id")))
                .route("/files/{path*}", request -> new Greeter("file " + request.pathParameter("path")))
                .route("/search", request -> {
                    String words = Objects.requireNonNullElse(request.queryParameter("q"), "nothing");
                    return new Greeter("a search for " + words);
                })
                .start();
    }

    private record Greeter(String place) implements WebSocketListener {
        @Override
        public void onOpen(WebSocket ws) {
            ws.sendText("this is " + place);
        }
    }
}
// end
