package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.CloseOutcome;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

public final class StartingFast {
    public static void main(String[] args) throws Exception {
        warmUp(500);
        if (args.length > 0 && args[0].equals("train")) {
            return; // a training run needs no port
        }
        WebSocketServer server = site().host("0.0.0.0").port(8080).start(); // only now does a health check find it
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> server.stop(Duration.ofSeconds(8)).join()));
        server.awaitStop();
    }

    /** What is served, on the port that all may use and on the one that is only warmed up. */
    static WebSocketServer.Builder site() {
        return WebSocketServer.builder()
                .get("/health", request -> HttpResponse.text(200, "ok\n"))
                .route("/echo", handshake -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        ws.sendText(text);
                    }
                });
    }

    /** Connects, sends, receives and closes, one connection after the other, on a port that nobody else knows. */
    static void warmUp(int connections) throws Exception {
        try (WebSocketServer server = site().host("127.0.0.1").port(0).loops(1).start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            URI echo = URI.create("ws://127.0.0.1:" + server.port() + "/echo");
            for (int i = 0; i < connections; i++) {
                Visit visit = new Visit();
                client.connect(echo, visit).join(); // throws if it fails
                visit.ended.join();
            }
        }
    }

    private static final class Visit implements WebSocketListener {
        final CompletableFuture<CloseOutcome> ended = new CompletableFuture<>();

        @Override
        public void onOpen(WebSocket ws) {
            ws.sendText("warm");
        }

        @Override
        public void onText(WebSocket ws, String text) {
            ws.close();
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            ended.complete(outcome);
        }
    }
}
// end
