package io.wsloop.nio.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.Steps;
import io.wsloop.nio.WireTable;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pause meets an end: no time passes here, so whatever ends did not wait for the close timeout. */
class PauseTest {
    private static final Limits LIMITS = Limits.defaults();

    private final Steps.Heard client = new Steps.Heard();

    /** The server's end: writes down what it hears, and does something about each text. */
    private final class Server extends Steps.Heard {
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
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            ws.close(new CloseStatus(4001, "the client's"));
            steps.settle();
            assertThat(server.events).containsExactly("open", "text first");
            server.ws.close(new CloseStatus(4002, "the server's"));
            steps.settle();
            assertThat(server.events).containsExactly("open", "text first", "close 4001 CLOSING_HANDSHAKE");
            assertThat(server.outcomes.get(0).clean()).isTrue();
            assertThat(server.outcomes.get(0).initiator()).isEqualTo(Initiator.LOCAL);
            assertThat(client.events).containsExactly("open", "close 4002 CLOSING_HANDSHAKE");
            assertThat(steps.server.connections() + steps.client.connections()).isZero();
        }
    }

    @Test
    void aCloseEndsThePauseWhenWhatIsInTheWayIsStillInTheSocket() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(client);
            ws.sendText("first");
            steps.settle();
            ws.sendBinary(new byte[500_000]);
            ws.sendPing(new byte[1]);
            steps.settle();
            server.ws.close();
            steps.settle();
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
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            steps.settle();
            assertThat(server.events).containsExactly("open", "text first", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void withoutAPauseWhatWasSentBeforeTheCloseWasHeardOfIsDelivered() throws Exception {
        Server server = new Server(WebSocket::close);
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            steps.settle();
            assertThat(server.events)
                    .containsExactly("open", "text first", "text second", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void whoeverResumesBeforeAnythingWasDroppedMissesNothing() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(client);
            ws.sendText("first");
            ws.sendText("second");
            steps.settle();
            server.ws.resume();
            server.ws.close();
            steps.settle();
            // The second text's callback pauses, and after it nothing but the close frame comes.
            assertThat(server.events)
                    .containsExactly("open", "text first", "text second", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void afterAGapNothingIsTold() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Steps steps = new Steps(LIMITS, request -> server);
                RawPeer peer = steps.open()) {
            peer.send(WireTable.hex("81 81 00000000 61 81 81 00000000 62"));
            steps.until(() -> server.events.size() == 2);
            steps.settle();
            server.ws.close();
            steps.settle();
            server.ws.resume();
            peer.send(WireTable.hex("81 81 00000000 63 88 80 00000000"));
            steps.until(() -> server.outcomes.size() == 1);
            assertThat(server.events).containsExactly("open", "text a", "close 1005 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void aStopReachesWhoeverIsPaused() throws Exception {
        Server server = new Server(WebSocket::pause);
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            steps.connect(client).sendText("first");
            steps.settle();
            steps.until(steps.server.stop(Duration.ofSeconds(3))::isDone);
            assertThat(client.events).containsExactly("open", "close 1001 CLOSING_HANDSHAKE");
            assertThat(server.outcomes.get(0).clean()).isTrue();
        }
    }

    @Test
    void aClientThatPausesAndThrowsSeesItsServerEndTheConnection() throws Exception {
        Steps.Heard throwing = new Steps.Heard() {
            @Override
            public void onText(WebSocket ws, String text) {
                ws.pause();
                throw new IllegalStateException(text);
            }
        };
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            steps.connect(throwing).sendText("fault");
            steps.settle();
            assertThat(throwing.events).containsExactly("open", "close 1006 LISTENER_FAILED");
            assertThat(steps.client.connections()).isZero();
        }
    }
}
