package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A provider that returns null in place of a channel. */
class NullChannelsTest {
    private static final String MESSAGE = "LoopOptions.provider returned null in place of a channel";

    private final LoopOptions options = LoopOptions.defaults().withProvider(new CountingProvider());

    @Test
    void aServerNamesTheProviderThatReturnsNull() {
        assertThatThrownBy(() -> WebSocketServer.builder()
                        .port(0)
                        .loopOptions(options)
                        .route("/", handshake -> new WebSocketListener() {})
                        .start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(MESSAGE);
    }

    @Test
    void aClientNamesTheProviderThatReturnsNull() throws IOException {
        try (WebSocketClient client =
                WebSocketClient.builder().loopOptions(options).build()) {
            assertThatThrownBy(() -> client.connect(URI.create("ws://127.0.0.1:1/"), new WebSocketListener() {})
                            .get(5, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(MESSAGE);
        }
    }
}
