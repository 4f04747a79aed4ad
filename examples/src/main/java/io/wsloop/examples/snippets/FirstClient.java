package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.CloseOutcome;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

public final class FirstClient {
    public static void main(String[] args) throws IOException {
        // snippet: client
        CompletableFuture<CloseOutcome> closed = new CompletableFuture<>();
        WebSocketListener greeting = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                ws.sendText("hello");
            }

            @Override
            public void onText(WebSocket ws, String text) {
                System.out.println(text);
                ws.close();
            }

            @Override
            public void onClose(WebSocket ws, CloseOutcome outcome) {
                closed.complete(outcome);
            }
        };
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            client.connect(URI.create("ws://localhost:8080/echo"), greeting).join(); // throws if it fails
            closed.join();
        }
        // end
    }
}
// end
