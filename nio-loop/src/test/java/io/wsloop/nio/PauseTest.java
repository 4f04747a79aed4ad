package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause meets an end: no time passes here, so whatever ends did not wait for the close timeout. */
class PauseTest {
    private static final Limits LIMITS = Limits.defaults();

    private final Bench.Heard client = new Bench.Heard();

    /** The server's end: writes down what it hears, and does something about each text. */
    private final class Server extends Bench.Heard {
        private WebSocket ws;
        private final Consumer<WebSocket> atText;

        Server(Consumer<WebSocket> atText) {
            this.atText = atText;
        }

        @Override
        public void onOpen(WebSocket opened) {
            ws = opened;
            super.onOpen(opened);
        }

        @Override
        public void onText(WebSocket from, String text) {
            super.onText(from, text);
            atText.accept(from);
        }
    }

    @Test
    void aCloseEndsThePauseWhenThePeersCloseFrameIsThereAlready() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            WebSocket ws = bench.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            ws.close(new CloseStatus(4001, "the client's"));
            bench.settle();
            assertThat(server.events).containsExactly("open", "text first");
            server.ws.close(new CloseStatus(4002, "the server's"));
            bench.settle();
            assertThat(server.events).containsExactly("open", "text first", "close 4001 CLOSING_HANDSHAKE");
            assertThat(server.outcomes.get(0).clean()).isTrue();
            assertThat(server.outcomes.get(0).initiator()).isEqualTo(Initiator.LOCAL);
            assertThat(client.events).containsExactly("open", "close 4002 CLOSING_HANDSHAKE");
            assertThat(bench.server.connections() + bench.client.connections()).isZero();
        }
    }

    @Test
    void aCloseEndsThePauseWhenWhatIsInTheWayIsStillInTheSocket() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            WebSocket ws = bench.connect(client);
            ws.sendText("first");
            bench.settle();
            ws.sendBinary(new byte[500_000]);
            ws.sendPing(new byte[1]);
            bench.settle();
            server.ws.close();
            bench.settle();
            assertThat(server.events).containsExactly("open", "text first", "close 1000 CLOSING_HANDSHAKE");
            assertThat(client.outcomes.get(0).clean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itDoesNotMatterWhetherThePauseOrTheCloseComesFirst(boolean pauseFirst) throws Exception {
        Server server = new Server(ws -> {
            if (pauseFirst) {
                ws.pause();
            }
            ws.close();
            if (!pauseFirst) {
                ws.pause();
            }
        });
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            WebSocket ws = bench.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            bench.settle();
            assertThat(server.events).containsExactly("open", "text first", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void withoutAPauseWhatWasSentBeforeTheCloseWasHeardOfIsDelivered() throws Exception {
        Server server = new Server(WebSocket::close);
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            WebSocket ws = bench.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            bench.settle();
            assertThat(server.events)
                    .containsExactly("open", "text first", "text second", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void whoeverResumesBeforeAnythingWasDroppedMissesNothing() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            WebSocket ws = bench.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            bench.settle();
            server.ws.resume();
            server.ws.close();
            bench.settle();
            // The second text's callback pauses, and after it nothing but the close frame comes.
            assertThat(server.events)
                    .containsExactly("open", "text first", "text second", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void afterAGapNothingIsTold() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Bench bench = new Bench(LIMITS, request -> server);
                RawPeer peer = DeadlineTest.open(bench)) {
            peer.send(WireTable.hex("81 81 00000000 61 81 81 00000000 62"));
            bench.until(() -> server.events.size() == 2);
            bench.settle();
            server.ws.close();
            bench.settle();
            server.ws.resume();
            peer.send(WireTable.hex("81 81 00000000 63 88 80 00000000"));
            bench.until(() -> server.outcomes.size() == 1);
            assertThat(server.events).containsExactly("open", "text a", "close 1005 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void aStopReachesWhoeverIsPaused() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            bench.connect(client).sendText("first");
            bench.settle();
            bench.until(bench.server.stop(Duration.ofSeconds(3))::isDone);
            assertThat(client.events).containsExactly("open", "close 1001 CLOSING_HANDSHAKE");
            assertThat(server.outcomes.get(0).clean()).isTrue();
        }
    }

    @Test
    void aClientThatPausesAndThrowsSeesItsServerEndTheConnection() throws Exception {
        Bench.Heard throwing = new Bench.Heard() {
            @Override
            public void onText(WebSocket ws, String text) {
                ws.pause();
                throw new IllegalStateException(text);
            }
        };
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo())) {
            bench.connect(throwing).sendText("fault");
            bench.settle();
            assertThat(throwing.events).containsExactly("open", "close 1006 LISTENER_FAILED");
            assertThat(bench.client.connections()).isZero();
        }
    }
}
