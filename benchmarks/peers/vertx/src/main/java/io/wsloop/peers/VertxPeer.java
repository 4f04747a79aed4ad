package io.wsloop.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Vert.x on one event loop, with its message handlers and its back-pressure: a socket whose queue is full is paused. */
public final class VertxPeer {
    private static final int MAX_MESSAGE = 16 << 20;

    /** A message that does not compress is a little longer on the wire. */
    private static final int MAX_FRAME = MAX_MESSAGE + (MAX_MESSAGE >> 6);

    private static final int BACKLOG = 4096;

    private final Set<ServerWebSocket> fanout = ConcurrentHashMap.newKeySet();

    private VertxPeer() {}

    /**
     * Serves until it is killed; {@code -Dtransport=epoll} takes the native transport, {@code -Dloops=N} more loops.
     *
     * @param args the port, and {@code deflate} where permessage-deflate is to be negotiated
     */
    public static void main(String[] args) {
        boolean deflate = args.length > 1 && args[1].equals("deflate");
        boolean epoll = System.getProperty("transport", "nio").equals("epoll");
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Integer.getInteger("loops", 1))
                .setPreferNativeTransport(epoll));
        if (epoll && !vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException(
                    "The native transport does not load here.", vertx.unavailableNativeTransportCause());
        }
        VertxPeer peer = new VertxPeer();
        vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(Integer.parseInt(args[0]))
                        .setAcceptBacklog(BACKLOG)
                        .setTcpNoDelay(true)
                        .setMaxWebSocketFrameSize(MAX_FRAME)
                        .setMaxWebSocketMessageSize(MAX_MESSAGE)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(deflate))
                .webSocketHandler(peer::open)
                .listen()
                .onFailure(cause -> {
                    cause.printStackTrace();
                    System.exit(1);
                });
    }

    private void open(ServerWebSocket socket) {
        if (socket.path().equals("/fanout")) {
            fanout.add(socket);
            socket.closeHandler(closed -> fanout.remove(socket));
            socket.textMessageHandler(this::sendToAll);
            socket.binaryMessageHandler(this::sendToAll);
        } else {
            socket.textMessageHandler(text -> {
                socket.writeTextMessage(text);
                pauseWhileFull(socket);
            });
            socket.binaryMessageHandler(bytes -> {
                socket.writeBinaryMessage(bytes);
                pauseWhileFull(socket);
            });
        }
    }

    private static void pauseWhileFull(ServerWebSocket socket) {
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(drained -> socket.resume());
        }
    }

    private void sendToAll(String text) {
        for (ServerWebSocket socket : fanout) {
            socket.writeTextMessage(text);
        }
    }

    private void sendToAll(Buffer bytes) {
        for (ServerWebSocket socket : fanout) {
            socket.writeBinaryMessage(bytes);
        }
    }
}
