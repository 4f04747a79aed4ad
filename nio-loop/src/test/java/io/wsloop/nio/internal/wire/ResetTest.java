package io.wsloop.nio.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.SocketStates;
import io.wsloop.nio.Steps;
import io.wsloop.nio.WireTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The peer's system sends a real reset, at the worst moments. Against races at the close: each open is closed once, and
 * all counters are back at zero.
 */
class ResetTest {
    private static final Limits LIMITS = Limits.defaults();

    private final Steps.Heard server = new Steps.Heard();
    private final WebSocket[] ws = new WebSocket[1];

    private Steps steps() throws IOException {
        return new Steps(LIMITS, request -> new WebSocketListener() {
            @Override
            public void onOpen(WebSocket opened) {
                ws[0] = opened;
                server.onOpen(opened);
            }

            @Override
            public void onText(WebSocket from, String text) {
                server.onText(from, text);
            }

            @Override
            public void onClose(WebSocket closed, CloseOutcome outcome) {
                server.onClose(closed, outcome);
            }
        });
    }

    /** After more turns than were needed, with time for every deadline to come. */
    private void assertEndedOnce(Steps steps) throws IOException {
        steps.until(() -> !server.outcomes.isEmpty());
        steps.pass(LIMITS.writeTimeout());
        assertThat(server.outcomes).hasSize(1);
        assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.TRANSPORT_FAILED);
        assertThat(server.outcomes.get(0).error()).isInstanceOf(IOException.class);
        assertThat(server.outcomes.get(0).code()).isEqualTo(1006);
        assertThat(ws[0].isOpen()).isFalse();
        assertThat(ws[0].pendingBytes()).isZero();
        assertThat(steps.server.connections()).isZero();
        assertThat(steps.serverLoop.registered()).hasSize(1);
        assertThat(steps.serverLoop.timers()).isZero();
        assertThat(steps.errors).isEmpty();
        assertThat(SocketStates.count(steps.server.port(), SocketStates.CLOSE_WAIT))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81",
                "81 fe 01",
                "81 fe 0100 00000000",
                "81 fe 0100 00000000 61*100",
                "01 83 00000000 616161 80",
                "89 84 00000000 61",
                "88 82 00000000 03"
            })
    void inTheMidstOfAFrameOrMessage(String begun) throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            peer.send(WireTable.hex(begun));
            steps.settle();
            peer.reset();
            assertEndedOnce(steps);
            assertThat(server.events).containsExactly("open", "close 1006 TRANSPORT_FAILED");
        }
    }

    @Test
    void whileOutputIsBlocked() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            ws[0].sendBinary(new byte[16 << 20]);
            steps.settle();
            assertThat(ws[0].pendingBytes()).isPositive();
            peer.reset();
            assertEndedOnce(steps);
        }
    }

    @Test
    void whileOutputIsBlockedAndInputPaused() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            ws[0].pause();
            ws[0].sendBinary(new byte[16 << 20]);
            steps.settle();
            assertThat(ws[0].pendingBytes()).isPositive();
            peer.reset();
            assertEndedOnce(steps);
        }
    }

    @Test
    void whileInputIsPausedItIsNoticedAtTheResumeAndKeepsNoLoopBusy() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            ws[0].pause();
            steps.settle();
            peer.reset();
            // The settling itself is the assertion that nothing spins.
            steps.settle();
            assertThat(server.outcomes).isEmpty();
            ws[0].resume();
            assertEndedOnce(steps);
        }
    }

    @Test
    void whileOurCloseFrameWaitsForItsAnswer() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            ws[0].close();
            steps.settle();
            peer.reset();
            assertEndedOnce(steps);
        }
    }

    @Test
    void inTheMidstOfAnOpeningHandshakeNothingWasOpenedAndNothingIsClosed() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = new RawPeer(steps.server.port())) {
            peer.send("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            steps.until(() -> steps.server.connections() == 1);
            steps.settle();
            peer.reset();
            steps.until(() -> steps.server.connections() == 0);
            assertThat(server.events).isEmpty();
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void manyAtOnceEndOnceEachAndTheServerGoesOn() throws Exception {
        try (Steps steps = steps()) {
            List<RawPeer> peers = new java.util.ArrayList<>();
            for (int i = 0; i < 50; i++) {
                peers.add(new RawPeer(steps.server.port()));
                peers.get(i).send(RawPeer.GOOD_UPGRADE.replace("/echo", "/").getBytes(StandardCharsets.US_ASCII));
            }
            steps.until(() -> server.events.size() == 50);
            for (RawPeer peer : peers) {
                peer.send(WireTable.hex("81 84 00000000 61"));
                peer.reset();
            }
            steps.until(() -> steps.server.connections() == 0);
            assertThat(server.outcomes).hasSize(50);
            assertThat(server.outcomes).extracting(CloseOutcome::cause).containsOnly(CloseCause.TRANSPORT_FAILED);
            assertThat(steps.connect(new Steps.Heard()).isOpen()).isTrue();
            assertThat(steps.errors).isEmpty();
        }
    }
}
