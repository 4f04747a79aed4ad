package consumer;

import io.wsloop.Limits;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.Headers;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.watch.ErrorHandler;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Uses every package that is exported to it: greets a server in the same process, and prints what it answers. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Limits limits = Limits.defaults();
        CompletableFuture<String> answer = new CompletableFuture<>();
        ErrorHandler errors = ErrorHandler.logging();
        try (EventLoopGroup loops = EventLoopGroup.start(1, LoopOptions.defaults().withErrors(errors));
                WebSocketServer server = WebSocketServer.builder()
                        .loops(loops)
                        .onError(errors)
                        .get("/health", request -> HttpResponse.text(200, "well"))
                        .host("127.0.0.1")
                        .port(0)
                        .limits(limits)
                        .route("/", Route.to(handshake -> new Greeter()).origins(OriginPolicy.any()))
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
