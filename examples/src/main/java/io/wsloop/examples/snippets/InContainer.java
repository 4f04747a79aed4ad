package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpResponse;
import java.time.Duration;

public final class InContainer {
    public static void main(String[] args) throws Exception {
        WebSocketServer server = WebSocketServer.builder()
                .host("0.0.0.0") // a container's loopback address cannot be reached from outside
                .port(8080)
                .maxConnections(10_000) // below the limit of descriptors
                .limits(Limits.defaults().withOutgoing(32 << 10, 64 << 10, 1 << 20)) // 1 MiB waits for a slow reader
                .get("/health", request -> HttpResponse.text(200, "ok\n"))
                .route("/echo", request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket ws, String text) {
                        ws.sendText(text);
                    }
                })
                .start();
        Runtime.getRuntime() // runs at SIGTERM: says 1001 to all and waits for their answers
                .addShutdownHook(
                        new Thread(() -> server.stop(Duration.ofSeconds(8)).join()));
        server.awaitStop();
    }
}
// end
