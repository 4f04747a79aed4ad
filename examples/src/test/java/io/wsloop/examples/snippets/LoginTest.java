package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.examples.Peer;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program of the page about login, over real sockets. */
class LoginTest {
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
    void whoHasLoggedInIsAdmittedByCookieAndByToken() throws Exception {
        try (WebSocketServer server = Login.start(0)) {
            assertThat(Local.post(server, "/login", "ada:guess").statusCode()).isEqualTo(403);
            Local.assertRefused(client, Local.url(server, "/account"), 401);
            String cookie = Local.post(server, "/login", "ada:secret")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            assertThat(cookie).startsWith("session=").contains("HttpOnly", "SameSite=Strict");
            String session = cookie.substring("session=".length(), cookie.indexOf(';'));
            try (WebSocketClient page = WebSocketClient.builder()
                            .header("Cookie", "theme=dark; session=" + session)
                            .header("Origin", "https://app.example")
                            .build();
                    WebSocketClient stranger = WebSocketClient.builder()
                            .header("Cookie", "session=" + session)
                            .header("Origin", "https://evil.example")
                            .build();
                    WebSocketClient program = WebSocketClient.builder()
                            .header("Authorization", "Bearer " + session)
                            .build()) {
                assertThat(Peer.connect(page, Local.url(server, "/account")).next())
                        .isEqualTo("hello Ada");
                assertThat(Peer.connect(program, Local.url(server, "/account")).next())
                        .isEqualTo("hello Ada");
                Local.assertRefused(stranger, Local.url(server, "/account"), 403);
            }
        }
    }
}
