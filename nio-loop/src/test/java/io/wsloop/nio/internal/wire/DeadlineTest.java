package io.wsloop.nio.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.Steps;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Every deadline, a nanosecond before it and at it, in a time that the test makes. Against peers that read or send
 * slowly.
 */
class DeadlineTest {
    private static final Limits LIMITS = Limits.defaults();
    private static final Duration NANO = Duration.ofNanos(1);

    private final Steps.Heard client = new Steps.Heard();
    private final Steps.Heard server = new Steps.Heard();

    @Test
    void aHandshakeThatDripsIsAnswered408AtItsDeadlineAndNotBefore() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> server);
                RawPeer peer = new RawPeer(steps.server.port())) {
            steps.until(() -> steps.server.connections() == 1);
            peer.send("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            steps.settle();
            steps.pass(LIMITS.handshakeTimeout().minus(NANO));
            assertThat(steps.server.connections()).isEqualTo(1);
            steps.pass(NANO);
            assertThat(peer.readHead()).startsWith("HTTP/1.1 408 ");
            // It lingers for the peer's end, but not for ever.
            assertThat(steps.server.connections()).isEqualTo(1);
            steps.pass(LIMITS.closeTimeout());
            assertThat(steps.server.connections()).isZero();
        }
    }

    @Test
    void aServerThatDoesNotAnswerFailsTheClientsHandshakeAtItsDeadline() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> server);
                java.net.ServerSocket silent =
                        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            CompletableFuture<WebSocket> connecting =
                    steps.client.connect(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/"), client);
            steps.until(() -> steps.client.connections() == 1);
            steps.pass(LIMITS.handshakeTimeout().minus(NANO));
            assertThat(connecting).isNotDone();
            steps.pass(NANO);
            assertThat(connecting)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(SocketTimeoutException.class);
            assertThat(steps.client.connections()).isZero();
        }
    }

    @Test
    void aSilentConnectionIsPingedAndLivesWhileItAnswers() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            steps.connect(client);
            for (int i = 0; i < 10; i++) {
                steps.pass(LIMITS.pingAfter());
            }
            assertThat(client.outcomes).isEmpty();
            assertThat(client.events).contains("open").hasSizeGreaterThan(1);
        }
    }

    @Test
    void aPeerThatAnswersNoPingIsClosedWith1011() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> server);
                RawPeer peer = steps.open()) {
            steps.pass(LIMITS.pingAfter());
            assertThat(peer.readFrame().opcode()).isEqualTo(0x9);
            steps.pass(LIMITS.pongTimeout().minus(NANO));
            assertThat(server.outcomes).isEmpty();
            steps.pass(NANO);
            assertThat(peer.readClose().closeCode()).isEqualTo(1011);
            steps.pass(LIMITS.closeTimeout());
            assertThat(server.outcomes).hasSize(1);
            assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.PONG_TIMEOUT);
            assertThat(steps.server.connections()).isZero();
        }
    }

    @Test
    void aPeerThatDoesNotFinishTheClosingHandshakeIsDropped() throws Exception {
        WebSocket[] ws = new WebSocket[1];
        try (Steps steps = new Steps(LIMITS, request -> keeping(ws));
                RawPeer peer = steps.open()) {
            ws[0].close(CloseStatus.NORMAL);
            steps.settle();
            assertThat(peer.readClose().closeCode()).isEqualTo(1000);
            steps.pass(LIMITS.closeTimeout().minus(NANO));
            assertThat(server.outcomes).isEmpty();
            steps.pass(NANO);
            assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.CLOSE_TIMEOUT);
            assertThat(steps.server.connections()).isZero();
        }
    }

    @Test
    void aPeerThatTakesNoByteIsDroppedAtTheWriteDeadline() throws Exception {
        WebSocket[] ws = new WebSocket[1];
        Limits limits = LIMITS.withPingAfter(Duration.ZERO);
        try (Steps steps = new Steps(limits, request -> keeping(ws));
                RawPeer peer = steps.open()) {
            ws[0].sendBinary(new byte[16 << 20]);
            steps.settle();
            assertThat(ws[0].pendingBytes()).isPositive();
            steps.pass(limits.writeTimeout().minus(NANO));
            assertThat(server.outcomes).isEmpty();
            steps.pass(NANO);
            assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
            assertThat(steps.server.connections()).isZero();
            assertThat(peer.countUntilEnd()).isPositive();
        }
    }

    private WebSocketListener keeping(WebSocket[] ws) {
        return new WebSocketListener() {
            @Override
            public void onOpen(WebSocket opened) {
                ws[0] = opened;
            }

            @Override
            public void onClose(WebSocket closed, io.wsloop.CloseOutcome outcome) {
                server.onClose(closed, outcome);
            }
        };
    }
}
