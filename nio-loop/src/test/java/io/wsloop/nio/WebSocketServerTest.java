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
                        .route("/", request -> new Bench.Echo())
                        .start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            EventLoop loop = group.loops().get(0);
            List<CompletableFuture<WebSocket>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                all.add(client.connect(uri(server), new Bench.Heard()));
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
        try (Bench bench = new Bench(LIMITS, request -> counting, builder -> builder.maxConnectionsPerAddress(500))) {
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<WebSocket>> all = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    all.add(bench.client.connect(bench.uri(), counting));
                }
                bench.until(() -> all.stream().allMatch(CompletableFuture::isDone));
                for (int i = 0; i < 100; i++) {
                    if (i % 2 == 0) {
                        all.get(i).get().close();
                    } else {
                        all.get(i).get().abort();
                    }
                }
                bench.until(() -> bench.server.connections() + bench.client.connections() == 0);
            }
            bench.settle();
            assertThat(opened).hasValue(4_000);
            assertThat(closed).hasValue(4_000);
            assertThat(bench.serverLoop.registered()).hasSize(1);
            assertThat(bench.clientLoop.registered()).isEmpty();
            assertThat(bench.serverLoop.timers()).isZero();
            assertThat(bench.clientLoop.timers()).isZero();
            assertThat(SocketStates.count(bench.server.port(), SocketStates.CLOSE_WAIT))
                    .isZero();
            assertThat(SocketStates.count(bench.server.port(), SocketStates.ESTABLISHED))
                    .isZero();
        }
    }

    @Test
    void aStopSays1001ToAllAndCompletesWhenTheyHaveEnded() throws Exception {
        Bench.Heard client = new Bench.Heard();
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo())) {
            bench.connect(client);
            CompletableFuture<Void> stopped = bench.server.stop(Duration.ofSeconds(3));
            bench.until(stopped::isDone);
            assertThat(client.events).containsExactly("open", "close 1001 CLOSING_HANDSHAKE");
            assertThat(bench.server.connections()).isZero();
            CompletableFuture<WebSocket> late = bench.client.connect(bench.uri(), new Bench.Heard());
            bench.until(late::isDone);
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
        try (Bench bench = new Bench(LIMITS, request -> server)) {
            WebSocket ws = bench.connect(new Bench.Heard());
            ws.pause();
            bench.settle();
            CompletableFuture<Void> stopped = bench.server.stop(Duration.ofSeconds(2));
            bench.settle();
            assertThat(stopped).isNotDone();
            bench.pass(Duration.ofSeconds(2));
            assertThat(stopped).isDone();
            assertThat(causes).containsExactly(CloseCause.STOPPED);
        }
    }

    @Test
    void aStopCompletesWhetherTheLoopEndsBeforeItOrInTheMidstOfIt() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo())) {
            bench.connect(new Bench.Heard());
            CompletableFuture<Void> stopped = bench.server.stop(Duration.ofSeconds(3));
            bench.serverLoop.close();
            assertThat(stopped).isDone();
            bench.clientLoop.close();
            assertThat(bench.client.stop(Duration.ofSeconds(3))).isDone();
            assertThat(bench.server.connections() + bench.client.connections()).isZero();
            assertThat(bench.errors).isEmpty();
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
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo(), builder -> builder.maxConnections(2))) {
            WebSocket first = bench.connect(new Bench.Heard());
            bench.connect(new Bench.Heard());
            CompletableFuture<WebSocket> third = bench.client.connect(bench.uri(), new Bench.Heard());
            bench.settle();
            assertThat(third).isNotDone();
            assertThat(bench.server.connections()).isEqualTo(2);
            first.close();
            bench.until(third::isDone);
            assertThat(third.get().isOpen()).isTrue();
        }
    }

    @Test
    void noMoreThanTheLimitAreInHandshakeAtOnce() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo(), builder -> builder.maxHandshakes(1));
                RawPeer silent = new RawPeer(bench.server.port())) {
            bench.until(() -> bench.server.connections() == 1);
            CompletableFuture<WebSocket> second = bench.client.connect(bench.uri(), new Bench.Heard());
            bench.settle();
            assertThat(second).isNotDone();
            silent.shutdownOutput();
            bench.until(second::isDone);
            assertThat(second.get().isOpen()).isTrue();
        }
    }

    @Test
    void whoeverComesFromAnAddressThatHasItsShareIsAnswered503() throws Exception {
        try (Bench bench =
                new Bench(LIMITS, request -> new Bench.Echo(), builder -> builder.maxConnectionsPerAddress(1))) {
            WebSocket first = bench.connect(new Bench.Heard());
            CompletableFuture<WebSocket> second = bench.client.connect(bench.uri(), new Bench.Heard());
            bench.until(second::isDone);
            assertThatThrownBy(second::get).cause().isInstanceOfSatisfying(HandshakeException.class, e -> {
                assertThat(e.status()).isEqualTo(503);
                assertThat(new String(e.body(), StandardCharsets.US_ASCII)).contains("from your address");
            });
            assertThat(bench.server.connections()).isEqualTo(1);
            first.close();
            bench.settle();
            assertThat(bench.connect(new Bench.Heard()).isOpen()).isTrue();
        }
    }

    @Test
    void aRefusalHasStatusFieldsAndTheBodysFirstBytes() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> {
            throw new IllegalStateException("no listener today");
        })) {
            CompletableFuture<WebSocket> refused = bench.client.connect(bench.uri(), new Bench.Heard());
            bench.until(refused::isDone);
            assertThatThrownBy(refused::get).cause().isInstanceOfSatisfying(HandshakeException.class, e -> {
                assertThat(e.status()).isEqualTo(500);
                assertThat(e.headers().first("Content-Length")).isNotNull();
                assertThat(e.body()).isNotEmpty();
            });
            assertThat(bench.errors).hasSize(1);
            bench.settle();
            assertThat(bench.client.connections()).isZero();
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
                    client.connect(URI.create("ws://127.0.0.1:" + port + "/"), new Bench.Heard());
            assertThatThrownBy(() -> nobody.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(":" + port);
            assertThatThrownBy(() -> client.connect(URI.create("wss://127.0.0.1/"), new Bench.Heard()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TLS");
            assertThatThrownBy(() -> client.connect(URI.create("http://127.0.0.1/"), new Bench.Heard()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aCancelledConnectLeavesNothing() throws Exception {
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo())) {
            CompletableFuture<WebSocket> connecting = bench.client.connect(bench.uri(), new Bench.Heard());
            connecting.cancel(true);
            bench.settle();
            assertThat(bench.client.connections()).isZero();
            assertThat(bench.clientLoop.registered()).isEmpty();
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
        try (Bench bench = new Bench(limits, request -> new WebSocketListener() {})) {
            WebSocket ws = bench.connect(counting);
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
            bench.settle();
        }
        try (Bench bench = new Bench(limits, request -> new WebSocketListener() {})) {
            WebSocket ws = bench.connect(counting);
            Thread other = new Thread(() -> {
                assertThat(ws.sendBinary(new byte[5_000])).isEqualTo(SendResult.CONGESTED);
            });
            other.start();
            other.join();
            int before = drained.get();
            bench.settle();
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
                        .route("/", request -> new Bench.Echo())
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
