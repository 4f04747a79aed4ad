package io.wsloop.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our client and our server in every combination of contexts and windows, 8 to 15 bits in both directions.
 *
 * <p>{@code -Dinterop.messages=1000} sends as many with each of the 256.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS) // for the whole; each echo has its own patience
class CompressionMatrixTest {
    private static final int MESSAGES = Integer.getInteger("interop.messages", 8);

    private static WebSocketServer server;

    @BeforeAll
    static void start() throws IOException {
        server = OwnEcho.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static IntStream windows() {
        return IntStream.rangeClosed(8, 15);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void everyMessageComesBackWithAServersWindowOf(int bits) throws Exception {
        URI url = URI.create("ws://127.0.0.1:" + server.port() + "/");
        List<Agreement> agreements = Agreement.all(windows().toArray()).stream()
                .filter(agreement -> agreement.serverMaxWindowBits() == bits)
                .toList();
        assertThat(agreements).hasSize(32);
        long seed = bits * 1000L;
        for (Agreement agreement : agreements) {
            List<Letter> letters = Letter.several(MESSAGES, seed);
            CloseOutcome outcome = OwnClient.exchange(url, agreement.options(), letters, seed++);
            assertThat(outcome.clean()).as("%s: %s", agreement, outcome).isTrue();
        }
    }
}
