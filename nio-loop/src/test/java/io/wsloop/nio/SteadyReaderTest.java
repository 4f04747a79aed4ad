package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.server.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A peer that reads without a pause gets all that was sent and the close frame behind it, over real sockets and what their
 * buffers hold, in a time that goes on by what it has read.
 */
class SteadyReaderTest {
    private static final int RECEIVE_BUFFER = 64 << 10;
    private static final int HEAD_BYTES = 10;

    /** A fraction of what the receive buffer holds, so that the window moves all the time. */
    private static final int PIECE = 16 << 10;

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Steps.Heard heard = new Steps.Heard();

    /** The close timeout is far shorter than the message is on its way. */
    @ParameterizedTest(name = "{0} bytes at {1} a second, close timeout {2} ms, stop {3}")
    @CsvSource({
        "1200000, 1000000, 300, false",
        "1200000, 1000000, 300, true",
        "12582912, 100000, 5000, false",
        "12582912, 250000, 5000, true"
    })
    void getsTheMessageAndTheCloseFrameWhole(int size, int bytesPerSecond, long closeMillis, boolean stop)
            throws Exception {
        Limits limits = Limits.defaults().withCloseTimeout(Duration.ofMillis(closeMillis));
        WebSocketListener large = new Steps.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                ws.sendBinary(new byte[size]);
                if (!stop) {
                    ws.close();
                }
            }

            @Override
            public void onClose(WebSocket ws, CloseOutcome outcome) {
                heard.onClose(ws, outcome);
            }
        };
        try (Steps steps = new Steps(limits, request -> large);
                Socket peer = new Socket()) {
            peer.setReceiveBufferSize(RECEIVE_BUFFER);
            peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), steps.server.port()));
            peer.getOutputStream()
                    .write(RawPeer.GOOD_UPGRADE.replace("/echo", "/").getBytes(StandardCharsets.US_ASCII));
            InputStream in = peer.getInputStream();
            readHead(steps, in);
            CompletableFuture<Void> stopped = stop ? steps.server.stop(GRACE) : CompletableFuture.completedFuture(null);
            ByteBuffer head = paced(steps, in, HEAD_BYTES, bytesPerSecond);
            assertThat(head.getLong(2)).isEqualTo(size);
            paced(steps, in, size, bytesPerSecond);
            ByteBuffer close = paced(steps, in, 4, bytesPerSecond);
            assertThat(close.getShort(0)).isEqualTo((short) 0x8802);
            assertThat(close.getShort(2)).isEqualTo((short) (stop ? 1001 : 1000));
            peer.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
            steps.until(() -> !heard.outcomes.isEmpty() && stopped.isDone());
            assertThat(heard.outcomes.get(0).cause())
                    .isEqualTo(stop ? CloseCause.STOPPED : CloseCause.CLOSING_HANDSHAKE);
            assertThat(heard.outcomes.get(0).received()).isNotNull();
        }
    }

    /**
     * The operating system holds the answer to a request in HTTP when the connection becomes a WebSocket. The timeouts are far
     * shorter than the answer is on its way.
     */
    @ParameterizedTest(name = "close {0}")
    @ValueSource(booleans = {true, false})
    void isNotJudgedWhileItReadsTheAnswersOfHttpBeforeTheUpgrade(boolean close) throws Exception {
        int size = 1_200_000;
        Limits limits = Limits.defaults()
                .withPingAfter(Duration.ofMillis(300))
                .withPongTimeout(Duration.ofMillis(400))
                .withCloseTimeout(Duration.ofMillis(500));
        WebSocketListener closing = new Steps.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                heard.onOpen(ws);
                if (close) {
                    ws.close();
                }
            }

            @Override
            public void onClose(WebSocket ws, CloseOutcome outcome) {
                heard.onClose(ws, outcome);
            }
        };
        try (Steps steps = new Steps(
                        limits,
                        request -> closing,
                        builder -> builder.get("/answer", request -> HttpResponse.of("text/plain", new byte[size])));
                Socket peer = new Socket()) {
            peer.setReceiveBufferSize(size);
            peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), steps.server.port()));
            String requests =
                    "GET /answer HTTP/1.1\r\nHost: localhost\r\n\r\n" + RawPeer.GOOD_UPGRADE.replace("/echo", "/");
            peer.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            steps.until(() -> !heard.events.isEmpty());
            InputStream in = peer.getInputStream();
            readHead(steps, in);
            paced(steps, in, size, 100_000);
            assertThat(heard.outcomes).isEmpty();
            readHead(steps, in);
            byte[] answer = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};
            if (!close) {
                ByteBuffer ping = paced(steps, in, 10, 0);
                assertThat(ping.getShort(0)).isEqualTo((short) 0x8908);
                answer = ByteBuffer.allocate(20)
                        .putShort((short) 0x8A88)
                        .putInt(0)
                        .put(ping.array(), 2, 8)
                        .put(answer)
                        .array();
            }
            peer.getOutputStream().write(answer);
            steps.until(() -> !heard.outcomes.isEmpty());
            assertThat(heard.outcomes.get(0).cause()).isEqualTo(CloseCause.CLOSING_HANDSHAKE);
            assertThat(heard.outcomes.get(0).received()).isNotNull();
        }
    }

    private static void readHead(Steps steps, InputStream in) throws IOException {
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            head += (char) paced(steps, in, 1, 0).get();
        }
    }

    /** Reads so many bytes, and lets as much time pass as that takes. */
    private static ByteBuffer paced(Steps steps, InputStream in, int bytes, int bytesPerSecond) throws IOException {
        byte[] all = new byte[bytes];
        for (int got = 0; got < bytes; ) {
            steps.until(() -> available(in) > 0);
            int more = in.read(all, got, Math.min(bytes - got, PIECE));
            if (more < 0) {
                throw new IOException("cut after " + got + " of " + bytes + " bytes");
            }
            got += more;
            steps.now += bytesPerSecond == 0 ? 0 : more * 1_000_000_000L / bytesPerSecond;
            steps.step();
        }
        return ByteBuffer.wrap(all);
    }

    private static int available(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            return 1; // the read tells of it
        }
    }
}
