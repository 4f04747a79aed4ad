package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Against floods of pings: a peer that never reads costs no memory, and a peer that reads gets an answer every time.
 */
class FloodTest {
    private static final Limits LIMITS = Limits.defaults();
    private static final int PINGS = 2_000;
    private static final int ROUNDS = 150;

    /** More than a garbage collection's remains and the machine's own code differ by, much less than a tenth of the flood. */
    private static final long SLACK = 2 << 20;

    @Test
    void aPeerThatPingsAndNeverReadsLeavesTheHeapFlat() throws Exception {
        WebSocket[] ws = new WebSocket[1];
        WebSocketListener keeping = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket opened) {
                ws[0] = opened;
            }
        };
        try (Steps steps = new Steps(LIMITS, request -> keeping);
                RawPeer peer = steps.open()) {
            byte[] many = pings();
            // Until neither the kernel's buffers take more nor any code is new.
            for (int round = 0; round < ROUNDS / 3; round++) {
                flood(steps, peer, many);
            }
            long before = used();
            long most = 0;
            for (int round = 0; round < ROUNDS; round++) {
                flood(steps, peer, many);
                most = Math.max(most, ws[0].pendingBytes());
            }
            assertThat((long) ROUNDS * many.length).isGreaterThan(10 * SLACK);
            assertThat(used() - before).as("bytes of memory held more").isLessThan(SLACK);
            assertThat(most).as("bytes waiting").isLessThan(LIMITS.highWaterBytes() * 2L);
            assertThat(ws[0].isOpen()).isTrue();
        }
    }

    private static byte[] pings() {
        byte[] ping = WireTable.hex("89 fd 00000000 00*125");
        byte[] many = new byte[ping.length * PINGS];
        for (int i = 0; i < PINGS; i++) {
            System.arraycopy(ping, 0, many, i * ping.length, ping.length);
        }
        return many;
    }

    private static void flood(Steps steps, RawPeer peer, byte[] pings) throws Exception {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                peer.send(pings);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        steps.until(sent::isDone);
        sent.get();
    }

    /** What is reachable on the heap, and what direct buffers take beside it: the least of a few looks. */
    private static long used() {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 3; look++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            least += pool.getMemoryUsed();
        }
        return least;
    }

    @Test
    void everyPingIsAnsweredWhileThePeerReads() throws Exception {
        Steps.Heard heard = new Steps.Heard();
        List<Integer> sizes = new ArrayList<>();
        try (Steps steps = new Steps(LIMITS, request -> new WebSocketListener() {})) {
            WebSocket ws = steps.connect(heard);
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 100; i++) {
                    ws.sendPing(String.valueOf(round * 100 + i).getBytes(StandardCharsets.US_ASCII));
                }
                steps.settle();
                sizes.add(heard.events.size());
            }
            assertThat(sizes).last().isEqualTo(2_001);
            assertThat(heard.events.get(2_000)).isEqualTo("pong 1999");
        }
    }
}
