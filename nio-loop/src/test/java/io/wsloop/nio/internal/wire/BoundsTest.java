package io.wsloop.nio.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.Steps;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.nio.internal.http.Talk;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.server.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Bounds that no other test holds from both sides. */
class BoundsTest {
    private static final int MOST_INTERIM = 16;

    @Test
    void asManyInterimAnswersAsTheBoundArePassedOverAndOneMoreIsNot() throws Exception {
        assertThat(refusedAfter(MOST_INTERIM).status()).isEqualTo(404);
        assertThat(refusedAfter(MOST_INTERIM + 1).status()).isEqualTo(103);
    }

    /** What a client hears that is answered with so many interim answers and a 404. */
    private static HandshakeException refusedAfter(int interim) throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo());
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(
                    URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/"), new Steps.Heard());
            steps.until(() -> steps.client.connections() == 1);
            steps.settle();
            try (Socket socket = listener.accept()) {
                String answer = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(interim)
                        + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                steps.until(connecting::isDone);
            }
            List<HandshakeException> refusal = new ArrayList<>();
            assertThatThrownBy(connecting::get).cause().isInstanceOfSatisfying(HandshakeException.class, refusal::add);
            return refusal.get(0);
        }
    }

    @Test
    void anAnswerThatComesLaterIsWaitedForHalfAMinute() {
        List<CompletableFuture<HttpResponse>> answers = new ArrayList<>();
        Talk talk = new Talk(Site.builder()
                .handlerAsync("GET", "/later", request -> {
                    answers.add(new CompletableFuture<>());
                    return answers.get(answers.size() - 1);
                })
                .build());
        talk.get("/later").pass(TimeUnit.SECONDS.toNanos(30) - 1);
        answers.get(0).complete(HttpResponse.text(200, "just in time"));
        talk.step();
        talk.get("/later").pass(TimeUnit.SECONDS.toNanos(30));
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(200, 503);
    }

    @Test
    void aConnectionReadsNoMoreThanItsBudgetBeforeTheOthersHaveTheirTurn() throws Exception {
        int buffer = 1024;
        int budget = 4096;
        int message = 100;
        int flood = 500;
        Counting flooder = new Counting();
        Counting other = new Counting();
        LoopOptions options = LoopOptions.defaults().withBuffers(buffer, buffer).withBudgets(budget, 1024);
        try (EventLoop loop = EventLoop.open(options);
                WebSocketServer server = WebSocketServer.builder()
                        .loops(loop)
                        .route("/flood", request -> flooder)
                        .route("/other", request -> other)
                        .start();
                RawPeer noisy = open(loop, server, "/flood", flooder);
                RawPeer quiet = open(loop, server, "/other", other)) {
            noisy.send(text("x".repeat(message - 6)).repeat(flood).getBytes(StandardCharsets.ISO_8859_1));
            quiet.send(text("y").getBytes(StandardCharsets.ISO_8859_1));
            int floodWhenOtherWasHeard = -1;
            for (int turn = 0; flooder.messages < flood && turn < 5000; turn++) {
                int before = flooder.messages;
                loop.runOnce(Duration.ofMillis(1));
                // A buffer that was begun within the budget is read to its end.
                assertThat((flooder.messages - before) * message).isLessThanOrEqualTo(budget + buffer);
                if (other.messages == 1 && floodWhenOtherWasHeard < 0) {
                    floodWhenOtherWasHeard = flooder.messages;
                }
            }
            assertThat(flooder.messages).isEqualTo(flood);
            assertThat(floodWhenOtherWasHeard).isBetween(0, flood / 2);
        }
    }

    @Test
    void aServerIsReachedFromThisMachineOnlyUntilToldOtherwise() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder().loops(1).start();
                WebSocketServer open =
                        WebSocketServer.builder().host("0.0.0.0").loops(1).start()) {
            assertThat(((InetSocketAddress) server.address()).getAddress().isLoopbackAddress())
                    .isTrue();
            assertThat(((InetSocketAddress) open.address()).getAddress().isAnyLocalAddress())
                    .isTrue();
        }
    }

    private static RawPeer open(EventLoop loop, WebSocketServer server, String path, Counting listener)
            throws IOException {
        RawPeer peer = new RawPeer(server.port());
        peer.send(RawPeer.GOOD_UPGRADE.replaceFirst("GET \\S+", "GET " + path).getBytes(StandardCharsets.US_ASCII));
        for (int turn = 0; !listener.open && turn < 5000; turn++) {
            loop.runOnce(Duration.ofMillis(1));
        }
        assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        return peer;
    }

    /** A text frame under the key 0, its length below 126. */
    private static String text(String payload) {
        return "\u0081" + (char) (0x80 | payload.length()) + "\0\0\0\0" + payload;
    }

    private static final class Counting implements WebSocketListener {
        private boolean open;
        private int messages;

        @Override
        public void onOpen(WebSocket ws) {
            open = true;
        }

        @Override
        public void onText(WebSocket ws, String text) {
            messages++;
        }
    }
}
