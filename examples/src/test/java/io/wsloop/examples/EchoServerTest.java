package io.wsloop.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.FragmentedMessage;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EchoServerTest {
    private static final Limits LARGE = Limits.defaults()
            .withMaxMessageBytes(17 << 20)
            .withMaxFrameBytes(17 << 20)
            .withOutgoing(32 << 10, 64 << 10, 64 << 20);

    private static String url(EchoServer server, String path) {
        return "ws://127.0.0.1:" + server.port() + path;
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 1", "false, 2", "true, 2"})
    void echoesTextAndBytesOnEveryPath(boolean deflate, int loops) throws Exception {
        try (EchoServer server = EchoServer.start(0, deflate ? DeflateOptions.defaults() : null, loops);
                WebSocketClient client = WebSocketClient.builder()
                        .deflate(DeflateOptions.defaults())
                        .build()) {
            for (String path : List.of("/", "/a", "/a/b?c=d", "/fanout/below")) {
                Peer peer = Peer.connect(client, url(server, path));
                assertThat(peer.socket().handshake().compressed()).isEqualTo(deflate);
                String text = "grüße ".repeat(1000);
                peer.socket().sendText(text);
                assertThat(peer.next()).isEqualTo(text);
                peer.socket().sendBinary(new byte[] {1, 2, 3});
                assertThat(peer.next()).isEqualTo(new byte[] {1, 2, 3});
                peer.socket().close();
                assertThat(peer.end().clean()).isTrue();
            }
        }
    }

    @Test
    void acceptsEveryOrigin() throws Exception {
        try (EchoServer server = EchoServer.start(0, null, 1);
                WebSocketClient client = WebSocketClient.builder()
                        .header("Origin", "https://elsewhere.example")
                        .build()) {
            Peer peer = Peer.connect(client, url(server, "/"));
            peer.socket().sendText("hi");
            assertThat(peer.next()).isEqualTo("hi");
        }
    }

    @Test
    void lets16MebibytesPassAndNotOneByteMore() throws Exception {
        try (EchoServer server = EchoServer.start(0, null, 1);
                WebSocketClient client = WebSocketClient.builder().limits(LARGE).build()) {
            Peer peer = Peer.connect(client, url(server, "/"));
            byte[] most = new byte[16 << 20];
            most[most.length - 1] = 7;
            peer.socket().sendBinary(most);
            assertThat((byte[]) peer.next()).isEqualTo(most);

            peer.socket().sendBinary(new byte[(16 << 20) + 1]);
            assertThat(peer.end().code()).isEqualTo(1009);
        }
    }

    @Test
    void lets4MebibytesPassInFragmentsOf64Bytes() throws Exception {
        try (EchoServer server = EchoServer.start(0, null, 1);
                WebSocketClient client = WebSocketClient.builder().limits(LARGE).build()) {
            Peer peer = Peer.connect(client, url(server, "/"));
            FragmentedMessage message = peer.socket().begin(MessageType.BINARY);
            ByteBuffer part = ByteBuffer.allocate(64);
            for (int i = 0; i < 65_536; i++) {
                message.write(part);
            }
            message.finish();
            assertThat((byte[]) peer.next()).hasSize(4 << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void fansOutToEveryClientOnEveryLoopTheSenderToo(int loops) throws Exception {
        try (EchoServer server = EchoServer.start(0, DeflateOptions.defaults(), loops);
                WebSocketClient plain = WebSocketClient.builder().build();
                WebSocketClient compressed = WebSocketClient.builder()
                        .deflate(DeflateOptions.defaults())
                        .build()) {
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Peer peer = Peer.connect(i % 2 == 0 ? plain : compressed, url(server, "/fanout"));
                // Its own message comes back once it sits among the others: now it will miss nothing.
                peer.socket().sendText("here " + i);
                peers.add(peer);
                for (Peer each : peers) {
                    assertThat(each.next()).isEqualTo("here " + i);
                }
            }
            for (Peer sender : peers) {
                sender.socket().sendText("all " + peers.indexOf(sender));
                sender.socket().sendBinary(new byte[] {5});
                for (Peer each : peers) {
                    assertThat(each.next()).isEqualTo("all " + peers.indexOf(sender));
                    assertThat(each.next()).isEqualTo(new byte[] {5});
                }
            }
            Peer gone = peers.remove(1);
            gone.socket().close();
            gone.end();
            peers.get(0).socket().sendText("after one left");
            for (Peer each : peers) {
                assertThat(each.next()).isEqualTo("after one left");
            }
        }
    }

    @Test
    void theClientSendsArgumentsOrLinesAndPrintsWhatComesBack() throws Exception {
        try (EchoServer server = EchoServer.start(0, null, 1)) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            Charset charset = Charset.defaultCharset();
            try (PrintStream out = new PrintStream(printed, true, charset)) {
                EchoClient.run(List.of(url(server, "/"), "one", "two"), new ByteArrayInputStream(new byte[0]), out);
                EchoClient.run(
                        List.of(url(server, "/")), new ByteArrayInputStream("three\nfour\n".getBytes(charset)), out);
            }
            assertThat(printed.toString(charset).lines()).containsExactly("one", "two", "three", "four");
        }
    }
}
