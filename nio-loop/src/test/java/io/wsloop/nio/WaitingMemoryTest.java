package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The heap that a stalled reader costs is at most 1.25 times what pendingBytes says, whichever way and on whichever thread
 * the application sends: while calls wait for the loop, while they wait behind a message in fragments, and in the outbox.
 */
class WaitingMemoryTest {
    private static final long ENOUGH = 24 << 20;
    /** What else this machine's heap does meanwhile, the loop's own array of tasks among it. */
    private static final long NOISE = 2 << 20;

    private static final Limits LIMITS = Limits.defaults().withOutgoing(1 << 10, 2 << 10, 1L << 32);

    /** Payloads up to this length, tiny ones first of all. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 300, 2_000, 20_000, 200_000})
    void aStalledReaderCostsLittleMoreThanIsCounted(int longest) throws Exception {
        List<WebSocket> servers = new ArrayList<>();
        EventLoop loop = EventLoop.open(LoopOptions.defaults());
        try (WebSocketServer server = WebSocketServer.builder()
                .loops(loop)
                .limits(LIMITS)
                .route("/echo", request -> new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket ws) {
                        servers.add(ws);
                    }
                })
                .start()) {
            CompletableFuture<RawPeer> connecting = CompletableFuture.supplyAsync(() -> peer(server.port()));
            while (servers.isEmpty() || !connecting.isDone()) {
                loop.runOnce(Duration.ofMillis(1));
            }
            WebSocket ws = servers.get(0);
            long before = heap();
            Thread other = new Thread(() -> sendEverything(ws, longest));
            other.start();
            other.join();
            honest(before, ws, "as calls that wait for the loop");
            FragmentedMessage message = ws.begin(MessageType.BINARY);
            message.write(ByteBuffer.allocate(1));
            for (int i = 0; i < 3000; i++) {
                loop.runOnce(Duration.ZERO);
            }
            honest(before, ws, "in the outbox, behind what the socket took");
            sendEverything(ws, longest);
            for (int i = 0; i < 3000; i++) {
                loop.runOnce(Duration.ZERO);
            }
            honest(before, ws, "behind a message in fragments, too");
            message.finish();
            for (int i = 0; i < 3000; i++) {
                loop.runOnce(Duration.ZERO);
            }
            honest(before, ws, "in the outbox again");
            connecting.join().close();
        } finally {
            loop.close();
        }
    }

    @Test
    void aMessageThatWasRefusedIsNotCounted() throws Exception {
        Limits tight = Limits.defaults().withOutgoing(10, 20, 100);
        try (Steps steps = new Steps(tight, request -> new Steps.Heard())) {
            WebSocket ws = steps.connect(new Steps.Heard());
            Thread other = new Thread(() -> ws.sendBinary(new byte[101]));
            other.start();
            other.join();
            assertThat(ws.pendingBytes()).isZero();
        }
    }

    private static RawPeer peer(int port) {
        try {
            return RawPeer.open(port);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void sendEverything(WebSocket ws, int longest) {
        Random random = new Random(longest);
        long goal = ws.pendingBytes() + ENOUGH;
        while (ws.pendingBytes() < goal) {
            byte[] payload = new byte[longest == 0 ? 0 : random.nextInt(longest) + 1];
            SendResult result = switch (random.nextInt(6)) {
                case 0 -> ws.sendText("x".repeat(payload.length), Compression.OFF);
                case 1 -> ws.sendBinary(payload);
                case 2 -> ws.sendBinary(ByteBuffer.wrap(payload), Compression.OFF);
                case 3 -> ws.send(PreparedMessage.binary(payload));
                case 4 -> ws.sendPing(new byte[Math.min(payload.length, 125)]);
                default -> ws.sendPong(new byte[Math.min(payload.length, 125)]);
            };
            assertThat(result).isIn(SendResult.QUEUED, SendResult.CONGESTED);
        }
    }

    private static void honest(long before, WebSocket ws, String where) {
        long pending = ws.pendingBytes();
        long held = heap() - before;
        assertThat(held)
                .as("%s: %d bytes pending, %d held", where, pending, held)
                .isLessThanOrEqualTo(pending + pending / 4 + NOISE);
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
