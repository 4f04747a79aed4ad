package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.examples.Peer;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program of the page about compression, over real sockets. */
class CompressedTest {
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
    @CsvSource({"/news, true", "/ticker, true", "/pictures, false"})
    void aRouteCompressesAsItSays(String path, boolean compressed) throws Exception {
        DeflateOptions takeover = DeflateOptions.defaults().withServerNoContextTakeover(false);
        try (WebSocketServer server = Compressed.start(0);
                WebSocketClient deflating =
                        WebSocketClient.builder().deflate(takeover).build()) {
            Peer peer = Peer.connect(deflating, Local.url(server, path));
            assertThat(peer.socket().handshake().compressed()).isEqualTo(compressed);
            assertThat(peer.next()).isEqualTo("{\"title\": \"News\", \"compressed\": " + compressed + "}");
            assertThat(peer.next()).isEqualTo("the session's secret");
            peer.socket().sendText("again and ");
            assertThat(peer.next()).isEqualTo("again and ".repeat(100));
            assertThat(Peer.connect(client, Local.url(server, path)).next())
                    .isEqualTo("{\"title\": \"News\", \"compressed\": false}");
        }
    }
}
