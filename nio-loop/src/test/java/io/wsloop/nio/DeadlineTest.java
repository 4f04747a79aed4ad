package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
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

    private final Bench.Heard client = new Bench.Heard();
    private final Bench.Heard server = new Bench.Heard();

    @Test
    void aHandshakeThatDripsIsAnswered408AtItsDeadlineAndNotBefore() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> server);
                RawPeer peer = new RawPeer(bench.server.port())) {
            bench.until(() -> bench.server.connections() == 1);
            peer.send("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
            bench.settle();
            bench.pass(LIMITS.handshakeTimeout().minus(NANO));
            assertThat(bench.server.connections()).isEqualTo(1);
            bench.pass(NANO);
            assertThat(peer.readHead()).startsWith("HTTP/1.1 408 ");
            // It lingers for the peer's end, but not for ever.
            assertThat(bench.server.connections()).isEqualTo(1);
            bench.pass(LIMITS.closeTimeout());
            assertThat(bench.server.connections()).isZero();
        }
    }

    @Test
    void aServerThatDoesNotAnswerFailsTheClientsHandshakeAtItsDeadline() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> server);
                java.net.ServerSocket silent =
                        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            CompletableFuture<WebSocket> connecting =
                    bench.client.connect(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/"), client);
            bench.until(() -> bench.client.connections() == 1);
            bench.pass(LIMITS.handshakeTimeout().minus(NANO));
            assertThat(connecting).isNotDone();
            bench.pass(NANO);
            assertThat(connecting)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(SocketTimeoutException.class);
            assertThat(bench.client.connections()).isZero();
        }
    }

    @Test
    void aSilentConnectionIsPingedAndLivesWhileItAnswers() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            bench.connect(client);
            for (int i = 0; i < 10; i++) {
                bench.pass(LIMITS.pingAfter());
            }
            assertThat(client.outcomes).isEmpty();
            assertThat(client.events).contains("open").hasSizeGreaterThan(1);
        }
    }

    @Test
    void aPeerThatAnswersNoPingIsClosedWith1011() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> server);
                RawPeer peer = open(bench)) {
            bench.pass(LIMITS.pingAfter());
            assertThat(peer.readFrame().opcode()).isEqualTo(0x9);
            bench.pass(LIMITS.pongTimeout().minus(NANO));
            assertThat(server.outcomes).isEmpty();
            bench.pass(NANO);
            assertThat(peer.readClose().closeCode()).isEqualTo(1011);
            bench.pass(LIMITS.closeTimeout());
            assertThat(server.outcomes).hasSize(1);
            assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.PONG_TIMEOUT);
            assertThat(bench.server.connections()).isZero();
        }
    }

    @Test
    void aPeerThatDoesNotFinishTheClosingHandshakeIsDropped() throws Exception {
        WebSocket[] ws = new WebSocket[1];
        try (Bench bench = new Bench(LIMITS, request -> keeping(ws));
                RawPeer peer = open(bench)) {
            ws[0].close(CloseStatus.NORMAL);
            bench.settle();
            assertThat(peer.readClose().closeCode()).isEqualTo(1000);
            bench.pass(LIMITS.closeTimeout().minus(NANO));
            assertThat(server.outcomes).isEmpty();
            bench.pass(NANO);
            assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.CLOSE_TIMEOUT);
            assertThat(bench.server.connections()).isZero();
        }
    }

    @Test
    void aPeerThatTakesNoByteIsDroppedAtTheWriteDeadline() throws Exception {
        WebSocket[] ws = new WebSocket[1];
        Limits limits = LIMITS.withPingAfter(Duration.ZERO);
        try (Bench bench = new Bench(limits, request -> keeping(ws));
                RawPeer peer = open(bench)) {
            ws[0].sendBinary(new byte[16 << 20]);
            bench.settle();
            assertThat(ws[0].pendingBytes()).isPositive();
            bench.pass(limits.writeTimeout().minus(NANO));
            assertThat(server.outcomes).isEmpty();
            bench.pass(NANO);
            assertThat(server.outcomes.get(0).cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
            assertThat(bench.server.connections()).isZero();
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

    /** A peer that has shaken hands. */
    static RawPeer open(Bench bench) throws Exception {
        RawPeer peer = new RawPeer(bench.server.port());
        peer.send(RawPeer.GOOD_UPGRADE.replace("/echo", "/").getBytes(StandardCharsets.US_ASCII));
        bench.until(() -> bench.server.connections() == 1);
        bench.settle();
        assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        return peer;
    }
}
