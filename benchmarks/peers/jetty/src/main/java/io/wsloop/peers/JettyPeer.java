package io.wsloop.peers;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketCreator;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/**
 * Jetty without servlets: one selector that accepts too, asynchronous sends, and automatic demand, so that a burst is
 * queued and written together.
 */
public final class JettyPeer {
    private static final int MAX_MESSAGE = 16 << 20;
    private static final int BACKLOG = 4096;

    private JettyPeer() {}

    /**
     * Serves until it is killed; {@code -Dloops=N} takes more selectors.
     *
     * @param args the port, and {@code deflate} where permessage-deflate is to be negotiated
     * @throws Exception if the server does not start
     */
    public static void main(String[] args) throws Exception {
        boolean deflate = args.length > 1 && args[1].equals("deflate");
        Server server = new Server(new QueuedThreadPool());
        ServerConnector connector = new ServerConnector(server, 0, Integer.getInteger("loops", 1));
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> configure(container, deflate)));
        server.start();
        server.join();
    }

    private static void configure(ServerWebSocketContainer container, boolean deflate) {
        container.setIdleTimeout(Duration.ZERO);
        container.setMaxFrameSize(MAX_MESSAGE);
        container.setMaxTextMessageSize(MAX_MESSAGE);
        container.setMaxBinaryMessageSize(MAX_MESSAGE);
        Set<Session> fanout = ConcurrentHashMap.newKeySet();
        container.addMapping("/fanout", creator(() -> new FanOut(fanout), deflate));
        container.addMapping("/*", creator(Echo::new, deflate));
    }

    /** Jetty accepts permessage-deflate whenever it is offered, unless the creator takes it out. */
    private static WebSocketCreator creator(Supplier<Object> endpoint, boolean deflate) {
        return (request, response, callback) -> {
            if (!deflate) {
                response.setExtensions(List.of());
            }
            return endpoint.get();
        };
    }

    /** Public, as Jetty looks the methods up. */
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {
        @Override
        public void onWebSocketText(String text) {
            getSession().sendText(text, Callback.NOOP);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer bytes, Callback callback) {
            getSession().sendBinary(bytes, callback);
        }
    }

    /** Public, as Jetty looks the methods up. */
    public static final class FanOut extends Session.Listener.AbstractAutoDemanding {
        private final Set<Session> all;

        private FanOut(Set<Session> all) {
            this.all = all;
        }

        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            all.add(session);
        }

        @Override
        public void onWebSocketText(String text) {
            for (Session session : all) {
                session.sendText(text, Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer bytes, Callback callback) {
            byte[] kept = new byte[bytes.remaining()];
            bytes.get(kept);
            callback.succeed();
            for (Session session : all) {
                session.sendBinary(ByteBuffer.wrap(kept), Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            all.remove(getSession());
            callback.succeed();
        }
    }
}
