package io.wsloop.nio.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain HTTP and upgrades over a real socket, with the JDK's client at the other end. */
class HttpOverSocketTest {
    @TempDir
    private Path web;

    private final HttpClient client = HttpClient.newHttpClient();
    private WebSocketServer server;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(web.resolve("large.txt"), "x".repeat(2_000_000));
        server = WebSocketServer.builder()
                .host("127.0.0.1")
                .port(0)
                .loops(1)
                .get("/hello", request -> HttpResponse.text(200, "hello"))
                .post("/upper", request -> HttpResponse.text(200, request.text().toUpperCase()))
                .getAsync("/later", request -> CompletableFuture.supplyAsync(() -> HttpResponse.text(200, "later")))
                .files("/", web)
                .route(
                        "/hook",
                        Route.to(handshake -> greeting(handshake.attributes().get("user")))
                                .upgradeAsync(request ->
                                        CompletableFuture.supplyAsync(() -> request.queryParameter("user") == null
                                                ? Upgrade.refuse(401, "who are you?")
                                                : Upgrade.accept().with("user", request.queryParameter("user")))))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static WebSocketListener greeting(Object user) {
        return new WebSocketListener() {
            @Override
            public void onOpen(io.wsloop.WebSocket ws) {
                ws.sendText("hello " + user);
            }
        };
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + path);
    }

    private java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(uri("http", path)).version(HttpClient.Version.HTTP_1_1);
    }

    private java.net.http.HttpResponse<String> send(java.net.http.HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void handlersAnswerOnOneConnection() throws Exception {
        assertThat(send(request("/hello")).body()).isEqualTo("hello");
        assertThat(send(request("/upper").POST(BodyPublishers.ofString("body"))).body())
                .isEqualTo("BODY");
        assertThat(send(request("/upper").expectContinue(true).POST(BodyPublishers.ofString("asked for")))
                        .body())
                .isEqualTo("ASKED FOR");
        assertThat(send(request("/later")).body()).isEqualTo("later");
        assertThat(send(request("/nowhere")).statusCode()).isEqualTo(404);
        var head = send(request("/hello").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("Content-Length")).contains("5");
        assertThat(head.body()).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aLargeFileArrivesWholeAndIsNotSentAgain() throws Exception {
        var file = send(request("/large.txt"));
        assertThat(file.body()).hasSize(2_000_000);
        String etag = file.headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/large.txt").header("If-None-Match", etag)).statusCode())
                .isEqualTo(304);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aHookAcceptsWithAnAttribute() {
        CompletableFuture<String> heard = new CompletableFuture<>();
        WebSocket ws = client.newWebSocketBuilder()
                .buildAsync(uri("ws", "/hook?user=ada"), new WebSocket.Listener() {
                    @Override
                    public java.util.concurrent.CompletionStage<?> onText(
                            WebSocket ws, CharSequence text, boolean last) {
                        heard.complete(text.toString());
                        return null;
                    }
                })
                .join();
        assertThat(heard.join()).isEqualTo("hello ada");
        ws.abort();
    }

    @Test
    void aHookRefuses() {
        assertThatThrownBy(() -> client.newWebSocketBuilder()
                        .buildAsync(uri("ws", "/hook"), new WebSocket.Listener() {})
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }
}
