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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer ends its stream without a close frame and goes on reading, so that its half of the connection stays. Against
 * sockets that stay in CLOSE_WAIT, and against a loop that spins on the end of a stream, which is always ready to be read.
 */
class EndOfStreamTest {
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

    private void assertEndedOnce(Steps steps) throws IOException {
        steps.until(() -> !server.outcomes.isEmpty());
        steps.settle();
        assertThat(server.outcomes).hasSize(1);
        assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.END_OF_STREAM);
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
    @ValueSource(strings = {"", "81", "81 fe 0100 00000000 61*100", "01 83 00000000 616161", "88 82 00000000 03"})
    void inTheMidstOfAFrameOrMessageOrOfNone(String begun) throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            peer.send(WireTable.hex(begun));
            steps.settle();
            peer.shutdownOutput();
            assertEndedOnce(steps);
            assertThat(server.events).containsExactly("open", "close 1006 END_OF_STREAM");
            assertThat(peer.countUntilEnd()).isZero();
        }
    }

    @Test
    void behindAMessageThatIsStillHeard() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            peer.send(WireTable.hex("81 82 00000000 6869"));
            peer.shutdownOutput();
            assertEndedOnce(steps);
            assertThat(server.events).containsExactly("open", "text hi", "close 1006 END_OF_STREAM");
        }
    }

    /** The peer reads nothing: the loop waits for the write deadline, and must not spin meanwhile. */
    @Test
    void whileOutputIsBlockedTheConnectionEndsAtTheWriteDeadlineAndKeepsNoLoopBusy() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            ws[0].sendBinary(new byte[15 << 20]);
            steps.settle();
            assertThat(ws[0].pendingBytes()).isPositive();
            peer.shutdownOutput();
            // The settling itself is the assertion that nothing spins.
            steps.settle();
            assertThat(steps.server.connections()).isEqualTo(1);
            steps.pass(LIMITS.writeTimeout());
            assertEndedOnce(steps);
        }
    }

    @Test
    void whileInputIsPausedItIsNoticedAtTheResumeAndKeepsNoLoopBusy() throws Exception {
        try (Steps steps = steps();
                RawPeer peer = steps.open()) {
            ws[0].pause();
            steps.settle();
            peer.shutdownOutput();
            steps.settle();
            assertThat(server.outcomes).isEmpty();
            ws[0].resume();
            assertEndedOnce(steps);
        }
    }
}
