package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The program of the page about the client, over real sockets. */
class StayConnectedTest {
    private static WebSocketServer greeting(int port, String text) throws IOException {
        return WebSocketServer.builder()
                .port(port)
                .loops(1)
                .route("/news", request -> new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket ws) {
                        ws.sendText(text);
                    }
                })
                .start();
    }

    @Test
    void aClientComesBackAfterTheServerWasRestarted() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocketServer first = greeting(0, "first");
        int port = first.port();
        try (StayConnected news =
                new StayConnected(URI.create(Local.url(first, "/news")), () -> "secret", heard::add)) {
            news.connect();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("first");
            first.close();
            try (WebSocketServer second = greeting(port, "second")) {
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
                assertThat(second.connections()).isEqualTo(1);
            }
        } finally {
            first.close();
        }
    }

    @Test
    void aClientThatIsRefusedSaysSo() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<String> token = new CompletableFuture<>();
        Route route = Route.to(request -> new WebSocketListener() {}).upgrade(request -> {
            token.complete(String.valueOf(request.headers().first("Authorization")));
            return Upgrade.refuse(401, "who are you?");
        });
        try (WebSocketServer server = WebSocketServer.builder()
                        .port(0)
                        .loops(1)
                        .route("/news", route)
                        .start();
                StayConnected news =
                        new StayConnected(URI.create(Local.url(server, "/news")), () -> "secret", heard::add)) {
            news.connect();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).startsWith("refused: ").contains("who are you?");
            assertThat(token).isCompletedWithValue("Bearer secret");
        }
    }

    @Test
    void eachAttemptHasAFreshToken() throws Exception {
        BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
        AtomicInteger made = new AtomicInteger();
        Route route = Route.to(request -> new WebSocketListener() {}).upgrade(request -> {
            tokens.add(String.join(",", request.headers().all("Authorization")));
            return Upgrade.refuse(503, "come back later");
        });
        try (WebSocketServer server = WebSocketServer.builder()
                        .port(0)
                        .loops(1)
                        .route("/news", route)
                        .start();
                StayConnected news = new StayConnected(
                        URI.create(Local.url(server, "/news")), () -> "t" + made.incrementAndGet(), text -> {})) {
            news.connect();
            assertThat(tokens.poll(20, TimeUnit.SECONDS)).isEqualTo("Bearer t1");
            assertThat(tokens.poll(20, TimeUnit.SECONDS)).isEqualTo("Bearer t2");
        }
    }
}
