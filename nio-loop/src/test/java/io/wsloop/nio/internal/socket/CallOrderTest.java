package io.wsloop.nio.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseStatus;
import io.wsloop.FragmentedMessage;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.WebSocketServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each thread's sends, fragments, pings and close leave in the order of its calls, and whatever was answered QUEUED leaves
 * before the close frame: over random schedules of eight threads, of which one is the loop's own.
 */
class CallOrderTest {
    /** More with {@code -Dcallorder.seeds=10000}. */
    private static final int SEEDS = Integer.getInteger("callorder.seeds", 300);

    private static final int THREADS = 8;

    /** A turn's budget of two tasks interrupts at every place what a large one does in one go. */
    @ParameterizedTest
    @ValueSource(ints = {2, 1024})
    void eachThreadsCallsLeaveInTheirOrderAndNothingQueuedIsLostBeforeAClose(int taskBudget) throws Exception {
        List<ExecutorService> others = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            others.add(Executors.newSingleThreadExecutor());
        }
        EventLoop loop = EventLoop.open(LoopOptions.defaults().withBudgets(256 << 10, taskBudget));
        List<WebSocket> opened = new ArrayList<>();
        try (WebSocketServer server = WebSocketServer.builder()
                .loops(loop)
                .route("/echo", request -> new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket ws) {
                        opened.add(ws);
                    }
                })
                .start()) {
            for (int seed = 0; seed < SEEDS; seed++) {
                CompletableFuture<RawPeer> connecting =
                        CompletableFuture.supplyAsync(() -> peer(server.port()), others.get(0));
                while (opened.isEmpty() || !connecting.isDone()) {
                    loop.runOnce(Duration.ofMillis(1));
                }
                try (RawPeer peer = connecting.join()) {
                    new Schedule(seed, loop, opened.remove(0), others).run(peer);
                }
                loop.runOnce(Duration.ZERO);
            }
        } finally {
            loop.close();
            others.forEach(ExecutorService::shutdown);
        }
    }

    /** Threads that truly run at the same time, and a loop that turns meanwhile. */
    @Test
    void holdsForThreadsThatRunAtTheSameTime() throws Exception {
        int rounds = Math.max(20, SEEDS / 50);
        AtomicReference<CompletableFuture<WebSocket>> opened = new AtomicReference<>(new CompletableFuture<>());
        ExecutorService others = Executors.newFixedThreadPool(THREADS);
        try (WebSocketServer server = WebSocketServer.builder()
                .loops(1)
                .route("/echo", request -> new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket ws) {
                        opened.get().complete(ws);
                    }
                })
                .start()) {
            for (int round = 0; round < rounds; round++) {
                opened.set(new CompletableFuture<>());
                try (RawPeer peer = peer(server.port())) {
                    WebSocket ws = opened.get().get(20, TimeUnit.SECONDS);
                    List<Caller> callers = new ArrayList<>();
                    CountDownLatch done = new CountDownLatch(THREADS);
                    for (int i = 0; i < THREADS; i++) {
                        Caller caller = new Caller(i, ws, new Random(round * 31L + i));
                        callers.add(caller);
                        others.execute(() -> {
                            for (int step = 0; step < 200; step++) {
                                caller.step();
                            }
                            caller.finish();
                            done.countDown();
                        });
                    }
                    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
                    ws.close();
                    judge(callers, peer, "round " + round);
                }
            }
        } finally {
            others.shutdown();
        }
    }

    private static RawPeer peer(int port) {
        try {
            return RawPeer.open(port);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One seed: threads take turns at random, and so does the loop. */
    private static final class Schedule {
        private final Random random;
        private final EventLoop loop;
        private final WebSocket ws;
        private final List<ExecutorService> others;
        private final List<Caller> callers = new ArrayList<>();
        private final String name;

        Schedule(long seed, EventLoop loop, WebSocket ws, List<ExecutorService> others) {
            this.random = new Random(seed);
            this.loop = loop;
            this.ws = ws;
            this.others = others;
            name = "seed " + seed;
            for (int i = 0; i < THREADS; i++) {
                callers.add(new Caller(i, ws, random));
            }
        }

        void run(RawPeer peer) throws Exception {
            for (int step = 0; step < 120; step++) {
                Caller caller = callers.get(random.nextInt(THREADS));
                as(caller, caller::step);
                if (random.nextInt(6) == 0) {
                    loop.runOnce(Duration.ZERO);
                }
            }
            if (random.nextBoolean()) {
                Caller closer = callers.get(random.nextInt(THREADS));
                as(closer, () -> ws.close(CloseStatus.NORMAL));
            }
            for (Caller caller : callers) {
                as(caller, caller::finish);
            }
            as(callers.get(random.nextInt(THREADS)), () -> ws.close(CloseStatus.NORMAL));
            int idle = 0;
            while (idle < 3) {
                idle = loop.runOnce(Duration.ZERO) == 0 ? idle + 1 : 0;
            }
            assertThat(ws.pendingBytes()).as(name).isZero();
            judge(callers, peer, name);
        }

        /** The first caller calls on the loop's thread, which is this one; the others on threads that are not. */
        private void as(Caller caller, Runnable call) throws Exception {
            if (caller.number == 0) {
                call.run();
            } else {
                others.get(caller.number).submit(call).get(20, TimeUnit.SECONDS);
            }
        }
    }

    private static void judge(List<Caller> callers, RawPeer peer, String name) throws Exception {
        List<List<String>> heard = new ArrayList<>();
        callers.forEach(caller -> heard.add(new ArrayList<>()));
        boolean inFragments = false;
        for (RawPeer.Frame frame = peer.readFrame(); frame.opcode() != 0x8; frame = peer.readFrame()) {
            if (frame.opcode() < 0x8) {
                assertThat(frame.opcode() == 0).as(name + ": a continuation").isEqualTo(inFragments);
                inFragments = (frame.b0() & 0x80) == 0;
            }
            String text = new String(frame.payload(), StandardCharsets.UTF_8);
            if (!text.isEmpty()) {
                heard.get(Integer.parseInt(text.substring(0, text.indexOf(" "))))
                        .add(text);
            }
        }
        for (Caller caller : callers) {
            assertThat(heard.get(caller.number))
                    .as(name + ", thread " + caller.number)
                    .isEqualTo(caller.queued);
        }
    }

    /** One thread's calls. Each payload names the thread and counts its calls. */
    private static final class Caller {
        final int number;
        final List<String> queued = new ArrayList<>();
        private final WebSocket ws;
        private final Random random;
        private final AtomicBoolean lost = new AtomicBoolean();
        private @Nullable FragmentedMessage message;
        private int calls;

        Caller(int number, WebSocket ws, Random random) {
            this.number = number;
            this.ws = ws;
            this.random = random;
        }

        void step() {
            String text = number + " " + calls++;
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            FragmentedMessage begun = message;
            switch (random.nextInt(begun == null ? 6 : 3)) {
                case 0 -> note(text, ws.sendPing(bytes));
                case 1 -> note(text, begun == null ? ws.sendText(text) : begun.write(text));
                case 2 -> {
                    if (begun == null) {
                        note(text, ws.sendBinary(bytes));
                    } else {
                        note(text, begun.write(text));
                        finish();
                    }
                }
                case 3 -> note(text, ws.send(PreparedMessage.binary(bytes)));
                case 4 -> note(text, ws.sendBinary(ByteBuffer.wrap(bytes)));
                default -> begin(text);
            }
        }

        private void begin(String text) {
            try {
                FragmentedMessage begun = ws.begin(MessageType.TEXT);
                message = begun;
                note(text, begun.write(text));
            } catch (IllegalStateException e) {
                // Another thread's message is unfinished.
                calls--;
            }
        }

        /** The last fragment is empty, so that a writer may finish what it has written already. */
        void finish() {
            FragmentedMessage begun = message;
            if (begun != null) {
                message = null;
                String text = number + " " + calls++;
                note(text, begun.write(text));
                begun.finish();
            }
        }

        private void note(String text, SendResult result) {
            if (result == SendResult.QUEUED || result == SendResult.CONGESTED) {
                assertThat(lost)
                        .as("a call was taken after another had been refused")
                        .isFalse();
                queued.add(text);
            } else {
                assertThat(result).isEqualTo(SendResult.CLOSED);
                lost.set(true);
            }
        }
    }
}
