package io.wsloop.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our client and our server in every combination of contexts and windows, 8 to 15 bits in both directions. Several
 * settings meet at once on the server's one loop: those that keep no context share its deflater and its inflater.
 *
 * <p>{@code -Dinterop.messages=1000} sends as many with each of the 256.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS) // for the whole; each echo has its own patience
class CompressionMatrixTest {
    private static final int MESSAGES = Integer.getInteger("interop.messages", 8);
    private static final int AT_ONCE = 4;

    private static WebSocketServer server;
    private static ExecutorService clients;

    @BeforeAll
    static void start() throws IOException {
        server = OwnEcho.start();
        clients = Executors.newFixedThreadPool(AT_ONCE);
    }

    @AfterAll
    static void stop() {
        clients.shutdownNow();
        server.close();
    }

    static IntStream windows() {
        return IntStream.rangeClosed(8, 15);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void everyMessageComesBackWithAServersWindowOf(int bits) throws Exception {
        List<Agreement> agreements = Agreement.all(new int[] {bits}, windows().toArray());
        assertThat(agreements).hasSize(32);
        List<Future<CloseOutcome>> outcomes = new ArrayList<>();
        for (Agreement agreement : agreements) {
            long seed = bits * 1000L + outcomes.size();
            String path = seed % 2 == 0 ? "/" : "/fragments";
            URI url = URI.create("ws://127.0.0.1:" + server.port() + path);
            List<Letter> letters = Letter.several(MESSAGES, seed);
            outcomes.add(clients.submit(() -> OwnClient.exchange(url, agreement.options(), letters, seed)));
        }
        for (int i = 0; i < agreements.size(); i++) {
            CloseOutcome outcome = outcomes.get(i).get();
            assertThat(outcome.clean()).as("%s: %s", agreements.get(i), outcome).isTrue();
        }
    }
}
