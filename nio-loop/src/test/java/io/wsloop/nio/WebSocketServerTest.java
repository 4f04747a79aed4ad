package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseCause;
import io.wsloop.Limits;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Servers and clients with threads and time of their own, and the limits that count connections. */
class WebSocketServerTest {
    private static final Limits LIMITS = Limits.defaults();

    @Test
    void anIdleServerWithAThousandConnectionsMakesHardlyATurn() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1, LoopOptions.defaults());
                WebSocketServer server = WebSocketServer.builder()
                        .loops(group.next())
                        .route("/", request -> new Steps.Echo())
                        .start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            EventLoop loop = group.loops().get(0);
            List<CompletableFuture<WebSocket>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(client.connect(uri(server), new Steps.Heard()));
            }
            for (CompletableFuture<WebSocket> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
            assertThat(server.connections()).isEqualTo(1_000);
            AtomicLong before = new AtomicLong();
            CountDownLatch begun = new CountDownLatch(1);
            loop.execute(() -> {
                before.set(loop.turns());
                begun.countDown();
            });
            begun.await();
            CountDownLatch twoSeconds = new CountDownLatch(1);
            loop.schedule(Duration.ofSeconds(2), twoSeconds::countDown);
            twoSeconds.await();
            long turns = loop.turns() - before.get();
            System.out.println("idle server, 1,000 connections, two seconds: " + turns + " turns");
            assertThat(turns).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void twoThousandConnectionsLeaveNothingBehind() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        WebSocketListener counting = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                opened.incrementAndGet();
            }

            @Override
            public void onClose(WebSocket ws, io.wsloop.CloseOutcome outcome) {
                closed.incrementAndGet();
            }
        };
        try (Steps steps = new Steps(LIMITS, request -> counting, builder -> builder.maxConnectionsPerAddress(500))) {
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<WebSocket>> all = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    all.add(steps.client.connect(steps.uri(), counting));
                }
                steps.until(() -> all.stream().allMatch(CompletableFuture::isDone));
                for (int i = 0; i < 100; i++) {
                    if (i % 2 == 0) {
                        all.get(i).get().close();
                    } else {
                        all.get(i).get().abort();
                    }
                }
                steps.until(() -> steps.server.connections() + steps.client.connections() == 0);
            }
            steps.settle();
            assertThat(opened).hasValue(4_000);
            assertThat(closed).hasValue(4_000);
            assertThat(steps.serverLoop.registered()).hasSize(1);
            assertThat(steps.clientLoop.registered()).isEmpty();
            assertThat(steps.serverLoop.timers()).isZero();
            assertThat(steps.clientLoop.timers()).isZero();
            assertThat(SocketStates.count(steps.server.port(), SocketStates.CLOSE_WAIT))
                    .isZero();
            assertThat(SocketStates.count(steps.server.port(), SocketStates.ESTABLISHED))
                    .isZero();
        }
    }

    @Test
    void aStopSays1001ToAllAndCompletesWhenTheyHaveEnded() throws Exception {
        Steps.Heard client = new Steps.Heard();
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            steps.connect(client);
            CompletableFuture<Void> stopped = steps.server.stop(Duration.ofSeconds(3));
            steps.until(stopped::isDone);
            assertThat(client.events).containsExactly("open", "close 1001 CLOSING_HANDSHAKE");
            assertThat(steps.server.connections()).isZero();
            CompletableFuture<WebSocket> late = steps.client.connect(steps.uri(), new Steps.Heard());
            steps.until(late::isDone);
            assertThatThrownBy(late::get).hasCauseInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aStopCutsWhoeverIsStillThereAfterTheGrace() throws Exception {
        List<CloseCause> causes = new ArrayList<>();
        WebSocketListener server = new WebSocketListener() {
            @Override
            public void onClose(WebSocket ws, io.wsloop.CloseOutcome outcome) {
                causes.add(outcome.cause());
            }
        };
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(new Steps.Heard());
            ws.pause();
            steps.settle();
            CompletableFuture<Void> stopped = steps.server.stop(Duration.ofSeconds(2));
            steps.settle();
            assertThat(stopped).isNotDone();
            steps.pass(Duration.ofSeconds(2));
            assertThat(stopped).isDone();
            assertThat(causes).containsExactly(CloseCause.STOPPED);
        }
    }

    @Test
    void aStopCompletesWhetherTheLoopEndsBeforeItOrInTheMidstOfIt() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            steps.connect(new Steps.Heard());
            CompletableFuture<Void> stopped = steps.server.stop(Duration.ofSeconds(3));
            steps.serverLoop.close();
            assertThat(stopped).isDone();
            steps.clientLoop.close();
            assertThat(steps.client.stop(Duration.ofSeconds(3))).isDone();
            assertThat(steps.server.connections() + steps.client.connections()).isZero();
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void aClosedServerGivesItsPortBackAtOnce() throws Exception {
        WebSocketServer first = WebSocketServer.builder().loops(2).start();
        int port = first.port();
        first.close();
        first.close();
        first.awaitStop();
        try (WebSocketServer second =
                WebSocketServer.builder().port(port).loops(1).start()) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(((InetSocketAddress) second.address()).getAddress().isLoopbackAddress())
                    .isTrue();
        }
    }

    @Test
    void aFullServerLetsNewcomersWaitUntilSomebodyLeaves() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo(), builder -> builder.maxConnections(2))) {
            WebSocket first = steps.connect(new Steps.Heard());
            steps.connect(new Steps.Heard());
            CompletableFuture<WebSocket> third = steps.client.connect(steps.uri(), new Steps.Heard());
            steps.settle();
            assertThat(third).isNotDone();
            assertThat(steps.server.connections()).isEqualTo(2);
            first.close();
            steps.until(third::isDone);
            assertThat(third.get().isOpen()).isTrue();
        }
    }

    @Test
    void noMoreThanTheLimitAreInHandshakeAtOnce() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo(), builder -> builder.maxHandshakes(1));
                RawPeer silent = new RawPeer(steps.server.port())) {
            steps.until(() -> steps.server.connections() == 1);
            CompletableFuture<WebSocket> second = steps.client.connect(steps.uri(), new Steps.Heard());
            steps.settle();
            assertThat(second).isNotDone();
            silent.shutdownOutput();
            steps.until(second::isDone);
            assertThat(second.get().isOpen()).isTrue();
        }
    }

    @Test
    void whoeverComesFromAnAddressThatHasItsShareIsAnswered503() throws Exception {
        try (Steps steps =
                new Steps(LIMITS, request -> new Steps.Echo(), builder -> builder.maxConnectionsPerAddress(1))) {
            WebSocket first = steps.connect(new Steps.Heard());
            CompletableFuture<WebSocket> second = steps.client.connect(steps.uri(), new Steps.Heard());
            steps.until(second::isDone);
            assertThatThrownBy(second::get).cause().isInstanceOfSatisfying(HandshakeException.class, e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(new String(e.body(), StandardCharsets.US_ASCII)).contains("from your address");
            });
            assertThat(steps.server.connections()).isEqualTo(1);
            first.close();
            steps.settle();
            assertThat(steps.connect(new Steps.Heard()).isOpen()).isTrue();
        }
    }

    @Test
    void aRefusalHasStatusFieldsAndTheBodysFirstBytes() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> {
            throw new IllegalStateException("no listener today");
        })) {
            CompletableFuture<WebSocket> refused = steps.client.connect(steps.uri(), new Steps.Heard());
            steps.until(refused::isDone);
            assertThatThrownBy(refused::get).cause().isInstanceOfSatisfying(HandshakeException.class, e -> {
                assertThat(e.status()).isEqualTo(500);
                assertThat(e.headers().first("Content-Length")).isNotNull();
                assertThat(e.body()).isNotEmpty();
            });
            assertThat(steps.errors).hasSize(1);
            steps.settle();
            assertThat(steps.client.connections()).isZero();
        }
    }

    @Test
    void aConnectThatCannotSucceedFailsWithAnIOExceptionThatNamesTheTarget() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            CompletableFuture<WebSocket> nobody =
                    client.connect(URI.create("ws://127.0.0.1:" + port + "/"), new Steps.Heard());
            assertThatThrownBy(() -> nobody.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(":" + port);
            assertThatThrownBy(() -> client.connect(URI.create("wss://127.0.0.1/"), new Steps.Heard()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TLS");
            assertThatThrownBy(() -> client.connect(URI.create("http://127.0.0.1/"), new Steps.Heard()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aCancelledConnectLeavesNothing() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(steps.uri(), new Steps.Heard());
            connecting.cancel(true);
            steps.settle();
            assertThat(steps.client.connections()).isZero();
            assertThat(steps.clientLoop.registered()).isEmpty();
        }
    }

    @Test
    void sendsFromOtherThreadsAreBoundedAndEveryCongestionIsFollowedByADrain() throws Exception {
        Limits limits = LIMITS.withOutgoing(1_000, 2_000, 100_000);
        AtomicInteger drained = new AtomicInteger();
        WebSocketListener counting = new WebSocketListener() {
            @Override
            public void onDrained(WebSocket ws) {
                drained.incrementAndGet();
            }
        };
        try (Steps steps = new Steps(limits, request -> new WebSocketListener() {})) {
            WebSocket ws = steps.connect(counting);
            List<SendResult> results = new ArrayList<>();
            Thread other = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    results.add(ws.sendBinary(new byte[1_000]));
                }
            });
            other.start();
            other.join();
            assertThat(results).startsWith(SendResult.QUEUED, SendResult.CONGESTED);
            assertThat(results).endsWith(SendResult.CLOSED);
            assertThat(ws.pendingBytes()).isLessThanOrEqualTo(100_000);
            steps.settle();
        }
        try (Steps steps = new Steps(limits, request -> new WebSocketListener() {})) {
            WebSocket ws = steps.connect(counting);
            Thread other = new Thread(() -> {
                assertThat(ws.sendBinary(new byte[5_000])).isEqualTo(SendResult.CONGESTED);
            });
            other.start();
            other.join();
            int before = drained.get();
            steps.settle();
            assertThat(drained.get() - before).isEqualTo(1);
            assertThat(ws.pendingBytes()).isZero();
        }
    }

    @Test
    void manyThreadsTalkToManyConnectionsAndEveryMessageComesBackInItsThreadsOrder() throws Exception {
        int threads = 4;
        int each = 2_000;
        try (WebSocketServer server = WebSocketServer.builder()
                        .loops(2)
                        .route("/", request -> new Steps.Echo())
                        .start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            List<Thread> talking = new ArrayList<>();
            AtomicInteger wrong = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(threads * each);
            for (int t = 0; t < threads; t++) {
                WebSocket ws = client.connect(uri(server), new WebSocketListener() {
                            private int next;

                            @Override
                            public void onText(WebSocket from, String text) {
                                if (!text.equals("message " + next++)) {
                                    wrong.incrementAndGet();
                                }
                                all.countDown();
                            }
                        })
                        .get(5, TimeUnit.SECONDS);
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        ws.sendText("message " + i);
                    }
                });
                talking.add(thread);
            }
            talking.forEach(Thread::start);
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(wrong).hasValue(0);
            assertThat(server.connections()).isEqualTo(threads);
        }
    }

    private static URI uri(WebSocketServer server) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/");
    }
}
