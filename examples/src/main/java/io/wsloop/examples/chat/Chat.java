package io.wsloop.examples.chat;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * The chat's server: the page, what the page loads, and the socket, on one port.
 *
 * <p>It runs on one loop. People type slowly: a single thread serves thousands of them, and everything they share can
 * live on that thread without a lock.
 */
public final class Chat implements AutoCloseable {
    /** Names the language that page and server speak; a page of another version is refused instead of misread. */
    static final String SUBPROTOCOL = "chat.wsloop.v1";

    private static final String RESOURCES = "io/wsloop/examples/chat";

    /** A text of 2,000 characters takes at most 12 bytes each when its page writes it as escaped surrogate pairs. */
    private static final Limits LIMITS = Limits.defaults()
            .withMaxMessageBytes(32 << 10)
            .withMaxFrameBytes(32 << 10)
            .withOutgoing(32 << 10, 64 << 10, 4 << 20);

    /** Only what comes from this server, and no markup that was typed, could ever run. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final WebSocketServer server;

    private Chat(WebSocketServer server) {
        this.server = server;
    }

    /**
     * Starts the chat.
     *
     * @param host the address to listen on
     * @param port 0 for one that the system chooses
     * @return the chat, accepting
     * @throws IOException when the port cannot be had
     */
    public static Chat start(String host, int port) throws IOException {
        Hall hall = new Hall(UUID.randomUUID().toString(), System::currentTimeMillis);
        ClassLoader loader = Chat.class.getClassLoader();
        HttpResponse page = page(loader);
        return new Chat(WebSocketServer.builder()
                .host(host)
                .port(port)
                .loops(1)
                .limits(LIMITS)
                .get("/", request -> page)
                .resources("/assets", loader, RESOURCES + "/assets")
                .route("/chat", socket(hall))
                .start());
    }

    private static Route socket(Hall hall) {
        return Route.to(handshake -> new Conversation(hall))
                .subprotocols(SUBPROTOCOL)
                .deflate(DeflateOptions.defaults())
                .upgrade(request -> request.subprotocols().contains(SUBPROTOCOL)
                        ? Upgrade.accept()
                        : Upgrade.refuse(400, "expected the subprotocol " + SUBPROTOCOL + " to be offered"));
    }

    private static HttpResponse page(ClassLoader loader) throws IOException {
        String name = RESOURCES + "/index.html";
        try (InputStream in = loader.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("expected the resource " + name + " beside the classes");
            }
            return HttpResponse.of("text/html; charset=utf-8", in.readAllBytes())
                    .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Cache-Control", "no-cache");
        }
    }

    /**
     * Where a browser finds the page.
     *
     * @return for example {@code http://127.0.0.1:8080/}
     */
    public URI uri() {
        InetAddress address = ((InetSocketAddress) server.address()).getAddress();
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
    }

    /**
     * Waits until the chat has been closed.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public void awaitStop() throws InterruptedException {
        server.awaitStop();
    }

    /** Tells the pages 1001, waits a moment for their answers, and frees the port. Any thread, more than once. */
    @Override
    public void close() {
        server.stop(Duration.ofSeconds(2)).join();
    }
}
