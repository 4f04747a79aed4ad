package io.wsloop.benchmarks.sizes;

import io.wsloop.Handshake;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.benchmarks.load.Framing;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that takes connections, and is at rest between two calls. */
interface Subject extends AutoCloseable {
    /** From which everything is reached that a connection holds. */
    Object root();

    /** Opens one more connection. */
    SocketChannel open() throws IOException;

    /** A connection sends a message and gets one. */
    void exchange(SocketChannel peer) throws IOException;

    @Override
    void close() throws IOException;

    /** Accepted channels on a selector, and nothing else: what any server on java.nio has. */
    final class Bare implements Subject {
        private final Selector selector = Selector.open();
        private final ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

        Bare() throws IOException {}

        @Override
        public Object root() {
            return selector;
        }

        @Override
        public SocketChannel open() throws IOException {
            SocketChannel opened = SocketChannel.open(listener.getLocalAddress());
            SocketChannel accepted = listener.accept();
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
            selector.selectNow();
            return opened;
        }

        /** A bare channel has nothing to say. */
        @Override
        public void exchange(SocketChannel peer) {}

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            listener.close();
        }
    }

    /**
     * An echo server on one loop, whose turns are made here, so that it stands still while it is looked at. All connections
     * share one listener: what an application's listener holds is not counted.
     */
    final class Served implements Subject {
        private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
        private static final byte[] PAYLOAD = "{\"kind\":\"trade\",\"at\":1764043108,\"price\":104.25},"
                .repeat(21)
                .getBytes(StandardCharsets.US_ASCII);

        /** More turns than any answer takes; each waits for a millisecond at most. */
        private static final int MOST_TURNS = 5_000;

        private final byte[] request;
        private final byte[] message;
        private final EventLoop loop = EventLoop.open(LoopOptions.defaults());
        private final WebSocketServer server;
        private final ByteBuffer answer = ByteBuffer.allocate(8 << 10);

        /** @param deflate null: nothing is compressed */
        Served(@Nullable DeflateOptions deflate) throws IOException {
            boolean plain = deflate == null;
            request = (REQUEST + (plain ? "" : OFFER) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            message = Framing.masked(1, plain ? PAYLOAD : Framing.deflated(PAYLOAD), !plain, new byte[] {1, 2, 3, 4});
            WebSocketListener echo = new Echo();
            WebSocketServer.Builder builder = WebSocketServer.builder()
                    .loops(loop)
                    .maxHandshakes(Integer.MAX_VALUE)
                    .route("/", (Handshake asked) -> echo);
            server = (deflate == null ? builder : builder.deflate(deflate)).start();
        }

        private static final class Echo implements WebSocketListener {
            @Override
            public void onText(WebSocket ws, String text) {
                ws.sendText(text);
            }
        }

        @Override
        public Object root() {
            return loop;
        }

        @Override
        public SocketChannel open() throws IOException {
            SocketChannel peer = SocketChannel.open(server.address());
            peer.configureBlocking(false);
            ask(peer, request);
            return peer;
        }

        @Override
        public void exchange(SocketChannel peer) throws IOException {
            ask(peer, message);
        }

        private void ask(SocketChannel peer, byte[] question) throws IOException {
            peer.write(ByteBuffer.wrap(question));
            answer.clear();
            for (int i = 0; !isWhole(answer.duplicate().flip()); i++) {
                if (i == MOST_TURNS) {
                    throw new IOException("expected an answer within " + MOST_TURNS + " turns, came " + answer);
                }
                loop.runOnce(Duration.ofMillis(1));
                peer.read(answer);
            }
            // What the loop does after it has answered.
            loop.runOnce(Duration.ZERO);
        }

        /** Whether a head or a frame is there; the first byte of a frame is no letter. */
        private static boolean isWhole(ByteBuffer in) {
            if (in.remaining() < 4) {
                return false;
            }
            if (in.get(0) == 'H') {
                return StandardCharsets.US_ASCII.decode(in).toString().endsWith("\r\n\r\n");
            }
            int length = in.get(1) & 0x7F;
            return length < 126 ? in.remaining() == 2 + length : in.remaining() == 4 + (in.getShort(2) & 0xFFFF);
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
