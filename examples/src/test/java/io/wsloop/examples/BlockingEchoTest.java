package io.wsloop.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseStatus;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockingEchoTest {
    private BlockingEcho server;

    @BeforeEach
    void start() throws IOException {
        server = BlockingEcho.bind(0);
        Thread acceptor = new Thread(this::accept, "acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
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

    @Test
    void answersTheFirstFrameThatCameWithTheHead() throws Exception {
        String request = "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] head = request.getBytes(StandardCharsets.US_ASCII);
            byte[] both = java.util.Arrays.copyOf(head, head.length + 8);
            // A masked text frame, "hi" under the key 0.
            System.arraycopy(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}, 0, both, head.length, 8);
            socket.getOutputStream().write(both);
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) socket.getInputStream().read());
            }
            assertThat(answer).startsWith("HTTP/1.1 101 ");
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
