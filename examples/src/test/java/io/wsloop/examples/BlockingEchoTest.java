package io.wsloop.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockingEchoTest {
    private static final String UPGRADE = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    /** What the server's clock is ahead of the system's. */
    private final AtomicLong ahead = new AtomicLong();

    private BlockingEcho server;

    @BeforeEach
    void start() throws IOException {
        server = BlockingEcho.bind(0, () -> System.nanoTime() + ahead.get(), Limits.defaults());
        Thread acceptor = new Thread(() -> accept(server), "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the answer's head ended early: %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static void accept(BlockingEcho server) {
        try {
            server.acceptForEver();
        } catch (IOException e) {
            // Closed at the end of the test.
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void drivesTheEngineOnABlockingSocket() throws Exception {
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            Peer peer = Peer.connect(client, "ws://127.0.0.1:" + server.port() + "/");
            String text = "blocking ".repeat(20_000);
            peer.socket().sendText(text);
            assertThat(peer.next()).isEqualTo(text);
            peer.socket().sendBinary(new byte[] {1, 2});
            assertThat(peer.next()).isEqualTo(new byte[] {1, 2});
            peer.socket().close(new CloseStatus(4000, "enough"));
            assertThat(peer.end().clean()).isTrue();
            assertThat(peer.end().code()).isEqualTo(4000);
        }
    }

    /** Ten times the write timeout and fifteen times the silence after which keepalive asks, by the engine's clock. */
    @Test
    void noDeadlineFallsOnAConnectionThatIsUsedForFiveMinutes() throws Exception {
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            Peer peer = Peer.connect(client, "ws://127.0.0.1:" + server.port() + "/");
            for (int i = 0; i < 30; i++) {
                ahead.addAndGet(TimeUnit.SECONDS.toNanos(10));
                peer.socket().sendText("message " + i);
                assertThat(peer.next()).isEqualTo("message " + i);
            }
            peer.socket().close();
            assertThat(peer.end().clean()).isTrue();
        }
    }

    /** The thread sleeps in its read until the engine's deadline. A ping that follows a pong shows that it was heard. */
    @Test
    void keepaliveIsAskedForAndItsAnswerHeardThoughNobodyTalks() throws Exception {
        Limits hasty = Limits.defaults().withPingAfter(Duration.ofMillis(20)).withWriteTimeout(Duration.ofMillis(60));
        try (BlockingEcho impatient = BlockingEcho.bind(0, System::nanoTime, hasty)) {
            Thread acceptor = new Thread(() -> accept(impatient), "impatient acceptor");
            acceptor.setDaemon(true);
            acceptor.start();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
                socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
                readHead(socket);
                for (int i = 0; i < 5; i++) {
                    byte[] ping = socket.getInputStream().readNBytes(10);
                    assertThat(ping).startsWith(0x89, 8);
                    // A masked pong, under the key 0.
                    byte[] pong = new byte[14];
                    pong[0] = (byte) 0x8A;
                    pong[1] = (byte) 0x88;
                    System.arraycopy(ping, 2, pong, 6, 8);
                    socket.getOutputStream().write(pong);
                }
            }
        }
    }

    /** The server has failed the connection, for no client sends an unmasked frame, and still waits for its end. */
    @Test
    void aPeerThatGoesOnSendingAfterTheCloseDoesNotHoldTheThread() throws Exception {
        Limits hasty = Limits.defaults().withCloseTimeout(Duration.ofMillis(50));
        try (BlockingEcho impatient = BlockingEcho.bind(0, System::nanoTime, hasty)) {
            Thread acceptor = new Thread(() -> accept(impatient), "impatient acceptor");
            acceptor.setDaemon(true);
            acceptor.start();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
                socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
                readHead(socket);
                assertThatThrownBy(() -> {
                            while (true) {
                                socket.getOutputStream().write(new byte[] {(byte) 0x81, 0});
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void answersTheFirstFrameThatCameWithTheHead() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] head = UPGRADE.getBytes(StandardCharsets.US_ASCII);
            byte[] both = Arrays.copyOf(head, head.length + 8);
            // A masked text frame, "hi" under the key 0.
            System.arraycopy(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}, 0, both, head.length, 8);
            socket.getOutputStream().write(both);
            assertThat(readHead(socket)).startsWith("HTTP/1.1 101 ");
            assertThat(socket.getInputStream().readNBytes(4)).containsExactly((byte) 0x81, 2, 'h', 'i');
        }
    }

    @Test
    void refusesWhatIsNoHandshake() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 4");
        }
    }
}
