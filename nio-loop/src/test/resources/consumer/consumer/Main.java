package consumer;

import io.wsloop.Limits;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.PreparedMessage;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Greets a server in the same process, and prints what it answers. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Limits limits = Limits.defaults();
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (WebSocketServer server = WebSocketServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .limits(limits)
                        .route("/", handshake -> new Greeter())
                        .start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/");
            WebSocket ws = client.connect(uri, new WebSocketListener() {
                        @Override
                        public void onText(WebSocket ws, String text) {
                            answer.complete(text);
                        }
                    })
                    .get(30, TimeUnit.SECONDS);
            SendResult result = ws.sendText("world");
            System.out.println(result + " " + Headers.EMPTY.first("Host") + " " + answer.get(30, TimeUnit.SECONDS));
        }
    }

    private static final class Greeter implements WebSocketListener {
        @Override
        public void onText(WebSocket ws, String text) {
            ws.send(PreparedMessage.text("Hello, " + text + "!"));
        }
    }
}
