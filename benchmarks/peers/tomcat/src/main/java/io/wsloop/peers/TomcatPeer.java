package io.wsloop.peers;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * Embedded Tomcat, NIO connector: partial messages go back as they come, as in Tomcat's own echo example, so that no
 * connection needs a buffer as large as the largest message.
 */
public final class TomcatPeer {
    private static final int MAX_CONNECTIONS = 30_000;
    private static final int BACKLOG = 4096;

    private TomcatPeer() {}

    /**
     * Serves until it is killed.
     *
     * @param args the port, and {@code deflate} where permessage-deflate is to be negotiated
     * @throws IOException if no folder can be made for Tomcat's work files
     * @throws LifecycleException if the server does not start
     */
    public static void main(String[] args) throws IOException, LifecycleException {
        boolean deflate = args.length > 1 && args[1].equals("deflate");
        Connector connector = new Connector();
        connector.setPort(Integer.parseInt(args[0]));
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("acceptCount", Integer.toString(BACKLOG));
        connector.setProperty("maxConnections", Integer.toString(MAX_CONNECTIONS));
        connector.setProperty("tcpNoDelay", "true");
        connector.setThrowOnFailure(true);

        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat-peer").toString());
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), null);
        Tomcat.addServlet(context, "upgrade", new Upgrade(deflate)).addMapping("/*");
        tomcat.start();
        tomcat.getServer().await();
    }

    /** Upgrades on any path; endpoints that are deployed by path would each need one of their own. */
    private static final class Upgrade extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient ServerEndpointConfig echo;
        private final transient ServerEndpointConfig fanout;

        Upgrade(boolean deflate) {
            echo = config(Echo.class, deflate);
            fanout = config(FanOut.class, deflate);
        }

        private static ServerEndpointConfig config(Class<? extends Endpoint> endpoint, boolean deflate) {
            return ServerEndpointConfig.Builder.create(endpoint, "/")
                    .configurator(deflate ? new ServerEndpointConfig.Configurator() : new NoExtensions())
                    .build();
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            ServerContainer container =
                    (ServerContainer) getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.upgradeHttpToWebSocket(
                        request, response, request.getRequestURI().equals("/fanout") ? fanout : echo, Map.of());
            } catch (DeploymentException e) {
                throw new ServletException(e);
            }
        }
    }

    /** Tomcat accepts permessage-deflate whenever it is offered, unless the endpoint's configurator takes it out. */
    private static final class NoExtensions extends ServerEndpointConfig.Configurator {
        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }
    }

    /** Public, as Tomcat makes one for each connection. */
    public static final class Echo extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            RemoteEndpoint.Basic remote = session.getBasicRemote();
            session.addMessageHandler(String.class, (part, last) -> {
                try {
                    remote.sendText(part, last);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            session.addMessageHandler(ByteBuffer.class, (part, last) -> {
                try {
                    remote.sendBinary(part, last);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Override
        public void onError(Session session, Throwable cause) {}
    }

    /** Public, as Tomcat makes one for each connection. It puts parts together, for those of two senders must not mix. */
    public static final class FanOut extends Endpoint {
        private static final Set<Session> ALL = ConcurrentHashMap.newKeySet();

        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            ALL.add(session);
            session.addMessageHandler(String.class, this::onText);
            session.addMessageHandler(ByteBuffer.class, this::onBinary);
        }

        private void onText(String part, boolean last) {
            text.append(part);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                sendToAll(remote -> remote.sendText(whole));
            }
        }

        private void onBinary(ByteBuffer part, boolean last) {
            bytes.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
            if (last) {
                byte[] whole = bytes.toByteArray();
                bytes.reset();
                sendToAll(remote -> remote.sendBinary(ByteBuffer.wrap(whole)));
            }
        }

        /** A session refuses a second sender while it sends: so each is locked, as in Tomcat's own chat example. */
        private static void sendToAll(Send send) {
            for (Session session : ALL) {
                synchronized (session) {
                    try {
                        send.to(session.getBasicRemote());
                    } catch (IOException | IllegalStateException e) {
                        ALL.remove(session);
                    }
                }
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            ALL.remove(session);
        }

        @Override
        public void onError(Session session, Throwable cause) {
            ALL.remove(session);
        }
    }

    private interface Send {
        void to(RemoteEndpoint.Basic remote) throws IOException;
    }
}
