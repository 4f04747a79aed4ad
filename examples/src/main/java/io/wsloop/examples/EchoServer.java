package io.wsloop.examples;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.OriginPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server that load generators and conformance suites are pointed at: nothing between a message and its echo but the
 * library. It trusts everybody, so it listens on the loopback interface only.
 */
final class EchoServer implements AutoCloseable {
    /** The defaults, but for messages of 16 MiB in many small fragments, as conformance suites send them. */
    private static final Limits LIMITS = Limits.defaults()
            .withMaxMessageBytes(16 << 20)
            .withMaxFrameBytes(16 << 20)
            .withMaxFragments(262_144)
            .withOutgoing(32 << 10, 64 << 10, 64 << 20);

    /** Without state, so one listener serves every connection of every loop. */
    private static final WebSocketListener ECHO = new WebSocketListener() {
        @Override
        public Delivery delivery() {
            return Delivery.VIEWS;
        }

        @Override
        public void onTextView(WebSocket ws, ByteBuffer utf8) {
            ws.sendUtf8(utf8);
        }

        @Override
        public void onBinaryView(WebSocket ws, ByteBuffer payload) {
            ws.sendBinary(payload);
        }
    };

    private final EventLoopGroup group;
    private final WebSocketServer server;

    private EchoServer(EventLoopGroup group, WebSocketServer server) {
        this.group = group;
        this.server = server;
    }

    /** Without compression when no options for it are given. */
    static EchoServer start(int port, @Nullable DeflateOptions deflate, int loops) throws IOException {
        return start(port, deflate, loops, LoopOptions.defaults());
    }

    static EchoServer start(int port, @Nullable DeflateOptions deflate, int loops, LoopOptions options)
            throws IOException {
        EventLoopGroup group = EventLoopGroup.start(loops, options);
        try {
            WebSocketServer.Builder builder = WebSocketServer.builder()
                    .host("127.0.0.1")
                    .port(port)
                    .loops(group)
                    .limits(LIMITS)
                    .origins(OriginPolicy.any())
                    .route("/fanout", new FanOut(group.loops()))
                    .route("/{path*}", handshake -> ECHO);
            if (deflate != null) {
                builder.deflate(deflate);
            }
            return new EchoServer(group, builder.start());
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    void awaitStop() throws InterruptedException {
        server.awaitStop();
    }

    @Override
    public void close() {
        server.close();
        group.close();
    }
}
