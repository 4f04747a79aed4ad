package io.wsloop.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.examples.Peer;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first server and the first client of the pages, as a newcomer runs them: pasted, in a JVM of their own. */
class PastedTest {
    private static final String SNIPPETS = "examples/src/main/java/io/wsloop/examples/snippets/";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"README.md, client", "docs/guide/getting-started.md, program"})
    void theClientPrintsTheAnswerAndItsProcessEnds(String page, String region) throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                        .port(0)
                        .loops(1)
                        .route("/echo", request -> new WebSocketListener() {
                            @Override
                            public void onText(WebSocket ws, String text) {
                                ws.sendText(text);
                            }
                        })
                        .start();
                Pasted client = paste(page, "FirstClient.java", region, server.port())) {
            assertThat(client.exitCode()).as(client.output()).isZero();
            assertThat(client.output()).isEqualToIgnoringNewLines("hello");
        }
    }

    @ParameterizedTest
    @CsvSource({"README.md, client", "docs/guide/getting-started.md, program"})
    void theClientSaysThatNobodyListensAndItsProcessEnds(String page, String region) throws Exception {
        int port = freePort();
        try (Pasted client = paste(page, "FirstClient.java", region, port)) {
            assertThat(client.exitCode()).as(client.output()).isNotZero();
            assertThat(client.output()).contains("ConnectException", "localhost:" + port);
        }
    }

    @Test
    void theClientSaysWhatTheServerRefusedAndItsProcessEnds() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder().port(0).loops(1).start();
                Pasted client = paste("README.md", "FirstClient.java", "client", server.port())) {
            assertThat(client.exitCode()).as(client.output()).isNotZero();
            assertThat(client.output()).contains("HandshakeException", "404");
        }
    }

    @ParameterizedTest
    @CsvSource({"README.md, server", "docs/guide/getting-started.md, program"})
    void theServerEchoesAndServesThePage(String page, String region) throws Exception {
        Path web = Files.createDirectory(folder.resolve("web"));
        Files.writeString(web.resolve("index.html"), "<p>a page</p>");
        int port = freePort();
        try (Pasted server = paste(page, "FirstServer.java", region, port);
                WebSocketClient client = WebSocketClient.builder().build()) {
            Peer peer = connect(client, "ws://localhost:" + port + "/echo", server);
            peer.socket().sendText("hello");
            assertThat(peer.next()).isEqualTo("hello");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .isEqualTo("<p>a page</p>");
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void theProtocolAloneEchoesAndSaysHowItEnded() throws Exception {
        int port = freePort();
        try (Pasted server = paste("README.md", "FirstProtocol.java", "core", port);
                WebSocketClient client = WebSocketClient.builder().build()) {
            Peer peer = connect(client, "ws://localhost:" + port + "/", server);
            peer.socket().sendText("hello");
            assertThat(peer.next()).isEqualTo("hello");
            peer.socket().close();
            assertThat(server.exitCode()).as(server.output()).isZero();
            assertThat(server.output()).isEqualToIgnoringNewLines("ended with 1000");
        }
    }

    @Test
    void aServerInAContainerIsHealthyAndTakesLeaveWhenItIsTerminated() throws Exception {
        int port = freePort();
        try (Pasted server = paste("docs/guide/container.md", "InContainer.java", "program", port);
                WebSocketClient client = WebSocketClient.builder().build()) {
            Peer peer = connect(client, "ws://localhost:" + port + "/echo", server);
            peer.socket().sendText("hello");
            assertThat(peer.next()).isEqualTo("hello");
            HttpRequest health = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(health, BodyHandlers.ofString())
                            .body())
                    .isEqualTo("ok\n");
            server.terminate();
            assertThat(peer.end().code()).isEqualTo(1001);
            assertThat(server.exitCode()).as(server.output()).isEqualTo(128 + 15);
        }
    }

    @Test
    void aTestWithItsOwnClockNeedsNoHour() throws Exception {
        Page page = Page.of(Repository.read(Repository.ROOT.resolve("docs/guide/testing.md")));
        try (Pasted test = Pasted.program(folder, page.text(page.block(SNIPPETS + "Stepped.java", "program")))) {
            assertThat(test.exitCode()).as(test.output()).isZero();
            assertThat(test.output().lines())
                    .containsExactly("open", "59 minutes later", "closed with 4000, one hour is over");
        }
    }

    /** Tries again until the server listens or its process has ended. */
    private static Peer connect(WebSocketClient client, String url, Pasted server) throws Exception {
        while (true) {
            try {
                return Peer.connect(client, url);
            } catch (ExecutionException e) {
                if (!server.isAlive()) {
                    throw new AssertionError("the server has ended: " + server.output(), e);
                }
            }
        }
    }

    private Pasted paste(String name, String file, String region, int port) throws IOException {
        Page page = Page.of(Repository.read(Repository.ROOT.resolve(name)));
        String shown = page.text(page.block(SNIPPETS + file, region));
        assertThat(shown).contains("8080");
        String text = shown.replace("8080", Integer.toString(port));
        return region.equals("program") ? Pasted.program(folder, text) : Pasted.main(folder, text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
