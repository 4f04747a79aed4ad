package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program of the page about plain HTTP, over real sockets. */
class NotesTest {
    private WebSocketClient client;

    @BeforeEach
    void start() throws IOException {
        client = WebSocketClient.builder().build();
    }

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void aNoteThatIsPostedIsReadAndWatched() throws Exception {
        CompletableFuture<Void> watching = new CompletableFuture<>();
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocketListener watcher = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                ws.sendPing(new byte[0]); // its pong shows that the server has called onOpen
            }

            @Override
            public void onPong(WebSocket ws, byte[] payload) {
                watching.complete(null);
            }

            @Override
            public void onText(WebSocket ws, String text) {
                heard.complete(text);
            }
        };
        try (WebSocketServer server = Notes.start(0)) {
            client.connect(URI.create(Local.url(server, "/notes")), watcher);
            watching.get(20, TimeUnit.SECONDS);
            HttpResponse<String> added = Local.post(server, "/notes", "buy milk");
            assertThat(added.statusCode()).isEqualTo(201);
            assertThat(added.headers().firstValue("Location")).contains("/notes/1");
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("new: 1");
            assertThat(Local.get(server, "/notes/1").body()).isEqualTo("buy milk");
            assertThat(Local.get(server, "/notes/2").statusCode()).isEqualTo(404);
            assertThat(Local.get(server, "/").body()).contains("<title>Chat</title>");
        }
    }
}
