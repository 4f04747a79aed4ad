package io.wsloop.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.examples.Peer;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The chat's server over real sockets. Among them a page of another origin, which tries cross-site WebSocket hijacking.
 */
class ChatTest {
    private Chat chat;
    private WebSocketClient client;

    @BeforeEach
    void start() throws IOException {
        chat = Chat.start("127.0.0.1", 0);
        client = WebSocketClient.builder().subprotocols(Chat.SUBPROTOCOL).build();
    }

    @AfterEach
    void stop() {
        client.close();
        chat.close();
    }

    private String url() {
        return "ws://127.0.0.1:" + chat.uri().getPort() + "/chat";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(chat.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void hello(Peer peer, String session, String name) {
        peer.socket()
                .sendText("{\"type\":\"hello\",\"session\":\"%s\",\"name\":\"%s\",\"room\":\"lobby\"}"
                        .formatted(session, name));
    }

    private static String nextOf(Peer peer, String type) throws InterruptedException {
        String text;
        do {
            text = (String) peer.next();
        } while (!text.startsWith("{\"type\":\"" + type + "\""));
        return text;
    }

    @Test
    void servesThePageUnderAStrictPolicy() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.body()).doesNotContainPattern("<script(?! type=\"module\" src)|style=|onclick=");
    }

    @ParameterizedTest
    @CsvSource({
        "/assets/main.js,  text/javascript",
        "/assets/base.css, text/css",
        "/assets/icon.svg, image/svg+xml",
    })
    void servesWhatThePageLoads(String path, String type) throws Exception {
        HttpResponse<String> asset = get(path);

        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("Content-Type"))
                .hasValueSatisfying(value -> assertThat(value).startsWith(type));
    }

    @Test
    void carriesAMessageFromOneToTheOther() throws Exception {
        Peer ada = Peer.connect(client, url());
        Peer bob = Peer.connect(client, url());
        hello(ada, "0123456789abcdef", "Ada");
        nextOf(ada, "joined");
        hello(bob, "fedcba9876543210", "Bob");
        nextOf(bob, "joined");

        ada.socket().sendText("{\"type\":\"say\",\"id\":\"m1\",\"text\":\"<b>hi</b>\"}");

        assertThat(nextOf(bob, "message")).contains("\"from\":\"Ada\"", "\"text\":\"<b>hi</b>\"", "\"id\":\"m1\"");
        assertThat(ada.socket().subprotocol()).isEqualTo("chat.wsloop.v1");
    }

    @Test
    void badMessagesAreAnsweredAndTheConnectionLives() throws Exception {
        Peer ada = Peer.connect(client, url());
        ada.socket().sendText("{");
        assertThat(ada.next().toString()).contains("\"code\":\"BAD_MESSAGE\"", "Expected JSON");
        ada.socket().sendBinary(new byte[] {1});
        assertThat(ada.next().toString()).contains("Expected text, not bytes.");
        ada.socket().sendText("{\"type\":\"say\",\"id\":\"1\",\"text\":\"x\"}");
        assertThat(ada.next().toString()).contains("Expected a hello first.");
        hello(ada, "0123456789abcdef", "A\\ud800a");
        assertThat(ada.next().toString()).contains("NAME_INVALID");

        hello(ada, "0123456789abcdef", "Ada");
        assertThat(nextOf(ada, "welcome")).contains("\"name\":\"Ada\"");
        hello(ada, "0123456789abcdef", "Ada");
        assertThat(nextOf(ada, "refused")).contains("Expected one hello");
    }

    @Test
    void theSamePageOnANewConnectionReplacesTheOldOne() throws Exception {
        Peer first = Peer.connect(client, url());
        hello(first, "0123456789abcdef", "Ada");
        nextOf(first, "joined");
        Peer second = Peer.connect(client, url());
        hello(second, "0123456789abcdef", "Ada");

        assertThat(nextOf(second, "joined")).contains("\"people\":[\"Ada\"]");
        assertThat(first.end().code()).isEqualTo(4001);
    }

    @Test
    void aClientOfAnotherVersionIsRefused() throws Exception {
        try (WebSocketClient other =
                WebSocketClient.builder().subprotocols("chat.wsloop.v0").build()) {
            assertThatThrownBy(() -> Peer.connect(other, url()))
                    .hasCauseInstanceOf(HandshakeException.class)
                    .hasMessageContaining("400");
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefused() throws Exception {
        try (WebSocketClient other = WebSocketClient.builder()
                .subprotocols(Chat.SUBPROTOCOL)
                .header("Origin", "https://elsewhere.example")
                .build()) {
            assertThatThrownBy(() -> Peer.connect(other, url()))
                    .hasCauseInstanceOf(HandshakeException.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void stoppingTellsThePagesThatTheServerGoes() throws Exception {
        Peer ada = Peer.connect(client, url());
        hello(ada, "0123456789abcdef", "Ada");
        nextOf(ada, "joined");

        chat.close();

        assertThat(ada.end().code()).isEqualTo(1001);
    }

    @Test
    void namesItsAddressForABrowser() {
        assertThat(chat.uri())
                .isEqualTo(URI.create("http://127.0.0.1:" + chat.uri().getPort() + "/"));
    }
}
