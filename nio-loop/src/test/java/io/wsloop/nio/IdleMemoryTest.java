package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts what an idle connection holds on the heap, by the virtual machine's own histogram: every class of which each
 * connection has an object at least, less what bare channels on a bare selector hold of it.
 */
class IdleMemoryTest {
    /** Enough that what else goes on in this machine does not look like an object for each of them. */
    private static final int CONNECTIONS = 500;

    /** With compressed pointers, as in every heap below 32 GB, and a request of one field beside the handshake's own. */
    private static final long MOST_BYTES = 308;

    private static final byte[] UPGRADE = RawPeer.GOOD_UPGRADE.getBytes(StandardCharsets.ISO_8859_1);
    /** A text of one byte, and what answers it. */
    private static final byte[] MESSAGE = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'};

    private static final int ECHO_BYTES = 3;

    @TempDir
    Path folder;

    /** Instances and bytes. */
    private record Count(long instances, long bytes) {}

    @Test
    void anIdleConnectionHoldsLittleMoreThanItsChannel() throws Exception {
        Map<String, Long> bare = bareChannels();
        try (WebSocketServer server = WebSocketServer.builder()
                .route("/echo", handshake -> new Echo())
                .start()) {
            // What is made once, by the first of all, is nobody's.
            List<SocketChannel> first = open(server.port(), 50);
            echo(first);
            Path before = histogram();
            List<SocketChannel> peers = open(server.port(), CONNECTIONS);
            Map<String, Long> opened = each(before, histogram());
            echo(peers);
            Map<String, Long> talked = each(before, histogram());
            assertThat(sum(opened) - sum(bare)).as("at rest: " + opened).isBetween(1L, MOST_BYTES);
            assertThat(sum(talked) - sum(bare)).as("after a message: " + talked).isBetween(1L, MOST_BYTES);
            close(peers);
            close(first);
        }
    }

    /** Arrays are not counted here: what other tests leave behind comes and goes in them. */
    @Test
    void aClientsConnectionHoldsFieldsOfTheAnswerOnlyIfTheServerHasAddedSome() throws Exception {
        Map<String, Long> without = clientConnections(Upgrade.accept());
        Map<String, Long> with = clientConnections(Upgrade.accept().header("X-Node", "7"));
        // Eight more than a server's handshake takes.
        assertThat(without).containsEntry("io.wsloop.nio.internal.opening.AnsweredHandshake", 32L);
        assertThat(without).doesNotContainKey("io.wsloop.handshake.Headers");
        assertThat(with).containsEntry("io.wsloop.nio.internal.opening.AnsweredHandshake", 32L);
        assertThat(with).containsEntry("io.wsloop.handshake.Headers", 24L);
        // The server's end of each connection.
        assertThat(with).containsEntry("io.wsloop.nio.internal.socket.AgreedHandshake", 24L);
    }

    /** What both ends of a connection hold, together. */
    private Map<String, Long> clientConnections(Upgrade answer) throws Exception {
        Route route = Route.to(handshake -> new WebSocketListener() {}).upgrade(handshake -> answer);
        try (WebSocketServer server =
                        WebSocketServer.builder().loops(1).route("/", route).start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            ClientRequest request = ClientRequest.to(URI.create("ws://127.0.0.1:" + server.port() + "/"));
            List<WebSocket> first = open(client, request, 70);
            Path before = histogram();
            List<WebSocket> opened = open(client, request, CONNECTIONS);
            Map<String, Long> each = each(before, histogram());
            assertThat(opened).hasSize(CONNECTIONS).allMatch(WebSocket::isOpen);
            assertThat(first).allMatch(WebSocket::isOpen);
            return each;
        }
    }

    private static List<WebSocket> open(WebSocketClient client, ClientRequest request, int count) throws Exception {
        List<WebSocket> opened = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            opened.add(client.connect(request, new WebSocketListener() {}).get(20, TimeUnit.SECONDS));
        }
        return opened;
    }

    private static final class Echo implements WebSocketListener {
        @Override
        public void onText(WebSocket ws, String text) {
            ws.sendText(text);
        }
    }

    private Map<String, Long> bareChannels() throws Exception {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            List<SocketChannel> accepted = new ArrayList<>();
            List<SocketChannel> peers = new ArrayList<>();
            // The virtual machine keeps the numbers up to 127 anyway, and descriptors are keys of a selector's map.
            connect(64, port, listener, selector, peers, accepted);
            Path before = histogram();
            connect(CONNECTIONS, port, listener, selector, peers, accepted);
            selector.selectNow();
            Map<String, Long> each = each(before, histogram());
            close(peers);
            close(accepted);
            return each;
        }
    }

    private static void connect(
            int count,
            int port,
            ServerSocketChannel listener,
            Selector selector,
            List<SocketChannel> peers,
            List<SocketChannel> accepted)
            throws IOException {
        for (int i = 0; i < count; i++) {
            peers.add(connect(port));
            SocketChannel channel = listener.accept();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            accepted.add(channel);
        }
    }

    private static List<SocketChannel> open(int port, int count) throws IOException {
        List<SocketChannel> peers = new ArrayList<>(count);
        ByteBuffer answer = ByteBuffer.allocate(1024);
        for (int i = 0; i < count; i++) {
            SocketChannel peer = connect(port);
            peers.add(peer);
            peer.write(ByteBuffer.wrap(UPGRADE));
            answer.clear();
            while (!StandardCharsets.ISO_8859_1
                    .decode(answer.duplicate().flip())
                    .toString()
                    .endsWith("\r\n\r\n")) {
                assertThat(peer.read(answer)).isPositive();
            }
        }
        return peers;
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static void echo(List<SocketChannel> peers) throws IOException {
        for (SocketChannel peer : peers) {
            peer.write(ByteBuffer.wrap(MESSAGE));
            ByteBuffer answer = ByteBuffer.allocate(ECHO_BYTES);
            while (answer.hasRemaining()) {
                assertThat(peer.read(answer)).isPositive();
            }
        }
    }

    private static void close(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** Bytes a connection, by class. */
    private static Map<String, Long> each(Path before, Path after) throws IOException {
        Map<String, Count> then = read(before);
        Map<String, Long> each = new TreeMap<>();
        read(after).forEach((name, now) -> {
            Count less = then.getOrDefault(name, new Count(0, 0));
            if (now.instances() - less.instances() > CONNECTIONS / 2) {
                each.put(name, (now.bytes() - less.bytes()) / CONNECTIONS);
            }
        });
        return each;
    }

    private static long sum(Map<String, Long> each) {
        return each.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What is alive after a full collection: in a file, for in memory it would be counted the next time. */
    private Path histogram() throws IOException, JMException {
        String text = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return Files.writeString(Files.createTempFile(folder, "histogram", ".txt"), text);
    }

    private static Map<String, Count> read(Path histogram) throws IOException {
        Map<String, Count> counts = new HashMap<>();
        for (String line : Files.readAllLines(histogram)) {
            String[] words = line.trim().split("\\s+", -1);
            if (words.length >= 4 && words[0].endsWith(":")) {
                counts.put(words[3], new Count(Long.parseLong(words[1]), Long.parseLong(words[2])));
            }
        }
        return counts;
    }
}
