package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.wsloop.WebSocket;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the loop's thread allocates for a message, select, timers and flush included, over a real socket: the message
 * itself. A hidden iterator, lambda, boxed number or buffer a turn would show.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ECHOES = 100_000;
    private static final int WARM_UP = 20_000;
    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;

    /** 125 bytes and an array's header, rounded to eight. */
    private static final int ARRAY = 144;

    private static final int STRING = 24;

    /**
     * For each turn of the loop: the JDK's selector on Linux keeps its keys in a map by descriptor, and boxes the number to
     * look it up. Those up to 127 cost nothing; a server's are above.
     */
    private static final int BOXED_DESCRIPTOR = 16;

    /** For the JDK's own few objects over the whole run, and for the compiler's changes of mind. */
    private static final double SLACK = 1;

    @Test
    void aBinaryEchoAllocatesTheMessage() throws Exception {
        assertThat(bytesAnEcho(BINARY, 1)).isBetween(ARRAY - SLACK, ARRAY + BOXED_DESCRIPTOR + SLACK);
    }

    @Test
    void sixteenMessagesATurnAllocateNoMoreThanThemselves() throws Exception {
        assertThat(bytesAnEcho(BINARY, 16)).isBetween(ARRAY - SLACK, ARRAY + BOXED_DESCRIPTOR / 16 + SLACK);
    }

    @Test
    void aTextEchoAllocatesTheStringWithItsBytes() throws Exception {
        assertThat(bytesAnEcho(TEXT, 16)).isBetween(ARRAY - SLACK, STRING + ARRAY + BOXED_DESCRIPTOR / 16 + SLACK);
    }

    /** What the loop's thread allocated for each of the echoes, so many of them on the way at a time. */
    private static double bytesAnEcho(int b0, int inFlight) throws Exception {
        CompletableFuture<Long> loop = new CompletableFuture<>();
        Steps.Echo echo = new Steps.Echo() {
            @Override
            public void onOpen(WebSocket ws) {
                loop.complete(Thread.currentThread().getId());
            }
        };
        byte[] payload = new byte[125];
        Arrays.fill(payload, (byte) 'x');
        try (WebSocketServer server = WebSocketServer.builder()
                        .port(0)
                        .route("/echo", request -> echo)
                        .start();
                RawPeer peer = RawPeer.open(server.port())) {
            byte[] batch = frames(b0, payload, inFlight);
            long thread = loop.get(20, TimeUnit.SECONDS);
            echoes(peer, batch, payload, WARM_UP / inFlight, inFlight);
            long before = THREADS.getThreadAllocatedBytes(thread);
            echoes(peer, batch, payload, ECHOES / inFlight, inFlight);
            return (THREADS.getThreadAllocatedBytes(thread) - before) / (double) ECHOES;
        }
    }

    private static byte[] frames(int b0, byte[] payload, int count) {
        byte[] masked = payload.clone();
        int key = 0x37FA213D;
        Mask.apply(masked, 0, masked.length, key);
        ByteBuffer frames = ByteBuffer.allocate(count * (FrameHeader.size(masked.length, true) + masked.length));
        for (int i = 0; i < count; i++) {
            FrameHeader.writeMasked(frames, b0, masked.length, key);
            frames.put(masked);
        }
        return frames.array();
    }

    private static void echoes(RawPeer peer, byte[] batch, byte[] payload, int batches, int inFlight)
            throws IOException {
        for (int i = 0; i < batches; i++) {
            peer.send(batch);
            for (int j = 0; j < inFlight; j++) {
                assertThat(Arrays.equals(peer.readFrame().payload(), payload)).isTrue();
            }
        }
    }
}
