package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.Compression;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.Route;
import java.io.IOException;

public final class Compressed {
    public static void main(String[] args) throws Exception {
        try (WebSocketServer server = start(8080)) {
            server.awaitStop();
        }
    }

    static WebSocketServer start(int port) throws IOException {
        DeflateOptions small = DeflateOptions.defaults();
        DeflateOptions smallest = small.withServerNoContextTakeover(false); // remembers the messages before
        return WebSocketServer.builder()
                .port(port)
                .deflate(small)
                .route("/news", request -> new News())
                .route("/ticker", Route.to(request -> new News()).deflate(smallest))
                .route("/pictures", Route.to(request -> new News()).withoutDeflate())
                .start();
    }

    private static final class News implements WebSocketListener {
        @Override
        public void onOpen(WebSocket ws) {
            ws.sendText(
                    "{\"title\": \"News\", \"compressed\": " + ws.handshake().compressed() + "}");
            ws.sendText("the session's secret", Compression.OFF); // a compressed length would tell something of it
        }

        @Override
        public void onText(WebSocket ws, String text) {
            ws.sendText(text.repeat(100)); // compressed where that was agreed
        }
    }
}
// end
