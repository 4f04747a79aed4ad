package io.wsloop.peers;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket: the selector's thread, one decoder thread, its own broadcast (a frame is made once for all). */
public final class JavaWebSocketPeer extends WebSocketServer {
    private static final int MAX_MESSAGE = 16 << 20;

    /** A message that does not compress is a little longer on the wire. */
    private static final int MAX_FRAME = MAX_MESSAGE + (MAX_MESSAGE >> 6);

    private static final int BACKLOG = 4096;

    private final Set<WebSocket> fanout = ConcurrentHashMap.newKeySet();

    private JavaWebSocketPeer(int port, Draft draft) {
        super(new InetSocketAddress("127.0.0.1", port), Integer.getInteger("loops", 1), List.of(draft));
    }

    /**
     * Serves until it is killed; {@code -Dloops=N} takes more decoder threads.
     *
     * @param args the port, and {@code deflate} where permessage-deflate is to be negotiated
     */
    public static void main(String[] args) {
        boolean deflate = args.length > 1 && args[1].equals("deflate");
        List<IExtension> extensions = deflate ? List.of(new PerMessageDeflateExtension()) : List.of();
        List<IProtocol> protocols = List.of(new Protocol(""));
        JavaWebSocketPeer peer =
                new JavaWebSocketPeer(Integer.parseInt(args[0]), new Draft_6455(extensions, protocols, MAX_FRAME));
        peer.setReuseAddr(true);
        peer.setTcpNoDelay(true);
        peer.setConnectionLostTimeout(0);
        peer.setMaxPendingConnections(BACKLOG);
        peer.run();
    }

    @Override
    public void onStart() {}

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        if (handshake.getResourceDescriptor().equals("/fanout")) {
            socket.setAttachment(fanout);
            fanout.add(socket);
        }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        if (socket.getAttachment() == null) {
            socket.send(text);
        } else {
            broadcast(text, fanout);
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        if (socket.getAttachment() == null) {
            socket.send(bytes);
        } else {
            broadcast(bytes, fanout);
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        fanout.remove(socket);
    }

    @Override
    public void onError(WebSocket socket, Exception cause) {
        if (socket == null) {
            cause.printStackTrace();
            System.exit(1);
        }
    }
}
