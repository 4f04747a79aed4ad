package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.examples.Peer;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program of the page about routes, over real sockets. */
class RoutesTest {
    private WebSocketClient client;

    @BeforeEach
    void start() throws IOException {
        client = WebSocketClient.builder().build();
    }

    @AfterEach
    void stop() {
        client.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/rooms/lobby, this is the lobby",
        "/rooms/42, this is room 42",
        "/rooms/two%20words, this is room two words",
        "/files/a/b.txt, this is file a/b.txt",
        "/files/, 'this is file '",
        "/search?q=two+words%21, this is a search for two words!",
        "/search, this is a search for nothing"
    })
    void aRouteHasPartsOfThePathAndTheQuery(String path, String greeting) throws Exception {
        try (WebSocketServer server = Routes.start(0)) {
            assertThat(Peer.connect(client, Local.url(server, path)).next()).isEqualTo(greeting);
        }
    }

    @Test
    void whatNoRouteFitsIsAnsweredWithAStatus() throws Exception {
        try (WebSocketServer server = Routes.start(0)) {
            Local.assertRefused(client, Local.url(server, "/rooms"), 404);
            Local.assertRefused(client, Local.url(server, "/rooms/42/"), 404);
            Local.assertRefused(client, Local.url(server, "/rooms/a%2Fb"), 400);
            Local.assertRefused(client, Local.url(server, "/files/a/../b"), 400);
            assertThat(Local.get(server, "/search").statusCode()).isEqualTo(426);
        }
    }
}
