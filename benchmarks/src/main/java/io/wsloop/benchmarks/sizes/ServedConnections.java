package io.wsloop.benchmarks.sizes;

import io.wsloop.Handshake;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import io.wsloop.nio.EventLoop;
import io.wsloop.nio.LoopOptions;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * An echo server on one loop, whose turns are made here, so that it stands still while it is looked at. All connections share
 * one listener: what an application's own holds is not counted.
 */
final class ServedConnections implements Subject {
    private static final int TEXT = 0x81;
    private static final int KEY = 0x37FA213D;
    private static final byte[] PAYLOAD = "{\"kind\":\"trade\",\"at\":1764043108,\"price\":104.25},"
            .repeat(21)
            .getBytes(StandardCharsets.US_ASCII);

    /** More turns than any answer takes; each waits for a millisecond at most. */
    private static final int MOST_TURNS = 5_000;

    private final String name;
    private final byte[] request;
    private final byte[] message;
    private final EventLoop loop = EventLoop.open(LoopOptions.defaults());
    private final WebSocketServer server;
    private final List<SocketChannel> peers = new ArrayList<>();
    private final ByteBuffer answer = ByteBuffer.allocate(8 << 10);

    /** @param deflate null: nothing is compressed */
    ServedConnections(String name, @Nullable DeflateOptions deflate) throws IOException {
        this.name = name;
        request = ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + (deflate == null ? "" : "Sec-WebSocket-Extensions: permessage-deflate\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        message = deflate == null ? masked(TEXT, PAYLOAD) : masked(TEXT | FrameHeader.B0_RSV1, deflated(PAYLOAD));
        Echo echo = new Echo();
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
    public String name() {
        return name;
    }

    @Override
    public Object root() {
        return loop;
    }

    @Override
    public List<SocketChannel> open(int connections) throws IOException {
        List<SocketChannel> opened = new ArrayList<>(connections);
        for (int i = 0; i < connections; i++) {
            SocketChannel peer = SocketChannel.open(server.address());
            peer.configureBlocking(false);
            peers.add(peer);
            opened.add(peer);
            ask(peer, request, ServedConnections::isWholeHead);
        }
        return opened;
    }

    @Override
    public void exchange(List<SocketChannel> peers) throws IOException {
        for (SocketChannel peer : peers) {
            ask(peer, message, ServedConnections::isWholeFrame);
        }
    }

    private void ask(SocketChannel peer, byte[] question, Predicate<ByteBuffer> isWhole) throws IOException {
        peer.write(ByteBuffer.wrap(question));
        answer.clear();
        for (int i = 0; !isWhole.test(answer.duplicate().flip()); i++) {
            if (i == MOST_TURNS) {
                throw new IOException("expected an answer within " + MOST_TURNS + " turns, came " + answer);
            }
            loop.runOnce(Duration.ofMillis(1));
            peer.read(answer);
        }
        // What the loop does after it has answered.
        loop.runOnce(Duration.ZERO);
    }

    private static boolean isWholeHead(ByteBuffer in) {
        return StandardCharsets.US_ASCII.decode(in).toString().endsWith("\r\n\r\n");
    }

    private static boolean isWholeFrame(ByteBuffer in) {
        if (in.remaining() < 4) {
            return false;
        }
        int length = in.get(1) & 0x7F;
        return length < 126 ? in.remaining() == 2 + length : in.remaining() == 4 + (in.getShort(2) & 0xFFFF);
    }

    private static byte[] masked(int b0, byte[] payload) {
        byte[] masked = payload.clone();
        Mask.apply(masked, 0, masked.length, KEY);
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.size(masked.length, true) + masked.length);
        FrameHeader.writeMasked(frame, b0, masked.length, KEY);
        return frame.put(masked).array();
    }

    /** RFC 7692 section 7.2.1: flushed, without the empty block's last four bytes. Fits every context. */
    private static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(payload);
        byte[] out = new byte[payload.length + 64];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel peer : peers) {
            peer.close();
        }
        loop.close();
    }
}
