package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.loop.Scheduled;
import io.wsloop.server.HttpResponse;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each phase of a turn does no more than its budget, in order, and the loop does not sleep while something is left. */
class TurnBudgetTest {
    private static final int BUDGET = 64;
    private static final int MANY = 100_000;
    private static final Duration DAY = Duration.ofDays(1);

    private long now;
    private final EventLoop loop =
            EventLoop.open(LoopOptions.defaults().withClock(() -> now).withBudgets(256 << 10, BUDGET));

    TurnBudgetTest() throws IOException {}

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void tasksAndDueTimersShareEachTurnInOrderAndNoTurnSleepsOverThem() throws IOException {
        List<Integer> timers = new ArrayList<>();
        List<Integer> tasks = new ArrayList<>();
        loop.runOnce(Duration.ZERO);
        for (int i = 0; i < MANY; i++) {
            int number = i;
            loop.schedule(Duration.ofNanos(i), () -> timers.add(number));
        }
        now += MANY;
        for (int i = 0; i < MANY; i++) {
            int number = i;
            loop.execute(() -> tasks.add(number));
        }
        int turns = 0;
        while (timers.size() < MANY || tasks.size() < MANY) {
            int timersBefore = timers.size();
            int tasksBefore = tasks.size();
            assertThat(loop.runOnce(DAY)).isBetween(1, 2 * BUDGET);
            if (timersBefore < MANY) {
                assertThat(timers.size() - timersBefore).isBetween(1, BUDGET);
            }
            if (tasksBefore < MANY) {
                assertThat(tasks.size() - tasksBefore).isBetween(1, BUDGET);
            }
            turns++;
        }
        assertThat(turns).isLessThanOrEqualTo(MANY / BUDGET + 1);
        assertThat(timers).isSorted();
        assertThat(tasks).isSorted();
    }

    @Test
    void tasksThatWereCancelledOnAnotherThreadAreHeldByNothing() throws Exception {
        int many = 200_000;
        List<Scheduled> scheduled = new ArrayList<>();
        List<WeakReference<Object>> referents = new ArrayList<>();
        loop.runOnce(Duration.ZERO);
        for (int i = 0; i < many; i++) {
            Object referent = new Object();
            referents.add(new WeakReference<>(referent));
            scheduled.add(loop.schedule(Duration.ofHours(1), referent::hashCode));
        }
        assertThat(loop.timers()).isEqualTo(many);
        Thread other = new Thread(() -> scheduled.forEach(Scheduled::close));
        other.start();
        other.join();
        for (int i = 0; i < 50 && referents.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
        }
        assertThat(referents).as("before the loop makes a turn").allMatch(each -> each.get() == null);
        for (int turn = 0; turn <= many / BUDGET; turn++) {
            loop.runOnce(Duration.ZERO);
        }
        assertThat(loop.timers()).isZero();
    }

    @Test
    void dirtyConnectionsAreFlushedByTurnsAndAnEndlessPipelineAndAnHonestPeerHaveTheirs() throws Exception {
        int many = 150;
        int budget = 10;
        List<WebSocket> all = new ArrayList<>();
        try (EventLoop small = EventLoop.open(
                        LoopOptions.defaults().withClock(() -> now).withBudgets(16 << 10, budget));
                WebSocketServer server = WebSocketServer.builder()
                        .loops(small)
                        .get("/", request -> HttpResponse.text(200, ""))
                        .route("/echo", request -> new Steps.Echo() {
                            @Override
                            public void onOpen(WebSocket ws) {
                                all.add(ws);
                            }
                        })
                        .start()) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                peers.add(new Peer(server.port(), RawPeer.GOOD_UPGRADE));
                until(small, () -> all.size() == peers.size());
            }
            Peer endless = new Peer(server.port(), "");
            ByteBuffer pipeline = ByteBuffer.wrap(
                    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5_000).getBytes(StandardCharsets.ISO_8859_1));
            peers.forEach(Peer::forget);
            all.forEach(ws -> ws.sendText("from a task"));
            int turns = 0;
            while (peers.stream().anyMatch(peer -> peer.read() == 0)) {
                if (!pipeline.hasRemaining()) {
                    pipeline.rewind();
                }
                endless.channel.write(pipeline);
                endless.drain();
                assertThat(small.runOnce(DAY)).isBetween(1, 4 * budget);
                assertThat(++turns).isLessThan(20 * many);
            }
            assertThat(turns).isGreaterThanOrEqualTo(many / budget);
            for (Peer peer : peers) {
                peer.close();
            }
            endless.close();
        }
    }

    /** After a stall every pong that lies in the socket buffers is read before anybody is judged. */
    @Test
    void afterAStallNoPeerIsDroppedThatHasAnsweredAndTheOneThatHasNotIs() throws Exception {
        int many = 1_300;
        List<CloseCause> ended = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        try (WebSocketServer server = WebSocketServer.builder()
                .loops(loop)
                .maxHandshakes(2 * many)
                .route("/echo", request -> new WebSocketListener() {
                    @Override
                    public void onClose(WebSocket ws, io.wsloop.CloseOutcome outcome) {
                        ended.add(outcome.cause());
                    }
                })
                .start()) {
            for (int i = 0; i <= many; i++) {
                peers.add(new Peer(server.port(), RawPeer.GOOD_UPGRADE));
                until(loop, () -> server.connections() == peers.size());
            }
            turns(many / 16);
            peers.forEach(Peer::forget);
            now += Limits.defaults().pingAfter().toNanos();
            turns(many / 16);
            Peer dead = peers.get(many / 2);
            for (Peer peer : peers) {
                if (peer != dead) {
                    peer.pong();
                }
            }
            now += Duration.ofSeconds(30).toNanos();
            turns(many / 16);
            now += Limits.defaults().closeTimeout().toNanos();
            turns(many / 16);
            assertThat(ended).containsExactly(CloseCause.PONG_TIMEOUT);
            assertThat(server.connections()).isEqualTo(many);
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private void turns(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            loop.runOnce(Duration.ZERO);
        }
    }

    private static void until(EventLoop loop, java.util.function.BooleanSupplier reached) throws IOException {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            assertThat(i).isLessThan(5_000);
            loop.runOnce(Duration.ofMillis(1));
        }
    }

    /** A client that never waits. */
    private static final class Peer {
        private static final int PING = 0x89;

        final SocketChannel channel = SocketChannel.open();
        private final ByteBuffer in = ByteBuffer.allocate(1024);

        Peer(int port, String head) throws IOException {
            channel.connect(new java.net.InetSocketAddress("127.0.0.1", port));
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
            channel.configureBlocking(false);
        }

        /** Reads on; returns how many bytes came since the last forget. */
        int read() {
            try {
                channel.read(in);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return in.position();
        }

        void forget() {
            read();
            in.clear();
        }

        void drain() throws IOException {
            while (channel.read(in.clear()) > 0) {
                // Thrown away.
            }
        }

        /** Answers the ping that has come, with its own payload. */
        void pong() throws IOException {
            read();
            in.flip();
            assertThat(in.get() & 0xff).isEqualTo(PING);
            byte[] payload = new byte[in.get()];
            in.get(payload);
            ByteBuffer pong = ByteBuffer.allocate(6 + payload.length);
            pong.put((byte) 0x8a).put((byte) (0x80 | payload.length)).putInt(0).put(payload);
            channel.write(pong.flip());
        }

        void close() throws IOException {
            channel.close();
        }
    }
}
