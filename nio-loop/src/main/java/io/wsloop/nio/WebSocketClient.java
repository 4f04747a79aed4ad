package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSocket connections; one client serves any number of them on one loop, by default a thread of its own that does
 * not keep the process alive. Every method may be called from any thread.
 */
public final class WebSocketClient implements AutoCloseable {
    /** Names are looked up by a call that blocks; a few at a time, and no thread is kept when nobody asks. */
    private static final int LOOKUPS = 4;

    private final SecureRandom random = new SecureRandom();
    private final Population population = Population.unbounded();
    private final ClientChoices choices;
    private final EventLoop loop;
    private final @Nullable EventLoopGroup ownLoop;
    private final Executor lookups;
    private final Stopping stopping;

    private WebSocketClient(ClientChoices choices, EventLoop loop, @Nullable EventLoopGroup ownLoop) {
        this.choices = choices;
        this.loop = loop;
        this.ownLoop = ownLoop;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                LOOKUPS, LOOKUPS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new LoopThreads(true));
        pool.allowCoreThreadTimeOut(true);
        lookups = pool;
        stopping = new Stopping(List.of(loop), population, ownLoop == null ? () -> {} : ownLoop::end);
    }

    /**
     * Begins to describe a client.
     *
     * @return a builder with the defaults named at its methods
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a connection. The host's addresses are tried one after the other.
     *
     * @param uri {@code ws://host[:port]/path[?query]}
     * @param listener hears everything on the loop's thread
     * @return completes on the loop's thread after {@code onOpen}; exceptionally with an
     *     {@link io.wsloop.handshake.HandshakeException} when the server refuses, with another {@link IOException} when it
     *     cannot be reached or does not answer in time. Cancelling it gives the attempt up
     * @throws IllegalArgumentException when this is no WebSocket URI
     */
    public CompletableFuture<WebSocket> connect(URI uri, WebSocketListener listener) {
        if ("wss".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "TLS is not there yet: expected a ws:// URI, not " + uri + "; put a TLS proxy before the server");
        }
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        ClientHandshake handshake =
                ClientHandshake.of(uri, choices.subprotocols(), choices.deflate(), choices.headers(), nonce);
        CompletableFuture<WebSocket> result = new CompletableFuture<>();
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String host = uri.getHost();
        // A literal address is not looked up, so it costs no thread and a test can step it.
        if (isLiteral(host)) {
            resolve(uri, host, port, handshake, listener, result);
        } else {
            lookups.execute(() -> resolve(uri, host, port, handshake, listener, result));
        }
        return result;
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private void resolve(
            URI uri,
            String host,
            int port,
            ClientHandshake handshake,
            WebSocketListener listener,
            CompletableFuture<WebSocket> result) {
        try {
            List<InetSocketAddress> addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
            Connector connector = new Connector(
                    loop,
                    population,
                    uri.toString(),
                    addresses,
                    choices.connectTimeout(),
                    connection -> new ClientPhase(loop, connection, handshake, choices, listener, result),
                    result);
            loop.execute(connector::start);
        } catch (UnknownHostException e) {
            IOException unknown = new UnknownHostException("no address is known for host " + host);
            unknown.initCause(e);
            result.completeExceptionally(unknown);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new IOException("the client's loop has ended", e));
        }
    }

    /**
     * Open connections, in handshake or later.
     *
     * @return a snapshot
     */
    public int connections() {
        return population.connections();
    }

    /**
     * Stops: 1001 to all (RFC 6455 §7.4.1), waits for them to end, cuts the rest. Whatever is being connected fails.
     *
     * @param grace how long to wait before cutting
     * @return completes on the loop's thread when the last connection has ended; a loop of the client's own ends with it
     */
    public CompletableFuture<Void> stop(Duration grace) {
        return stopping.begin(grace, () -> {});
    }

    /**
     * {@link #stop} with the limits' close timeout, and waits. Called on its loop's thread it cuts at once and does not
     * wait, for nothing can end while that thread is held.
     */
    @Override
    public void close() {
        Duration wait = stopping.canWait() ? choices.limits().closeTimeout() : Duration.ZERO;
        stop(wait);
        stopping.await(wait);
        if (ownLoop != null) {
            ownLoop.close();
        }
    }

    /** Describes a client. Not thread safe. */
    public static final class Builder {
        private Limits limits = Limits.defaults();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private List<String> subprotocols = List.of();
        private @Nullable DeflateOptions deflate;
        private final Headers.Builder headers = Headers.builder();
        private @Nullable EventLoop callersLoop;
        private LoopOptions loopOptions = LoopOptions.defaults().withThreads(new LoopThreads(true));
        private ErrorHandler errors = ErrorHandler.logging();

        private Builder() {}

        /**
         * The bounds of every connection; {@link Limits#handshakeTimeout} counts from the TCP connection to the server's
         * whole answer.
         *
         * @param limits default {@link Limits#defaults}
         * @return this
         */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * How long the TCP connection may take, all addresses of the host together; one that does not answer leaves the
         * others an equal share.
         *
         * @param timeout default 10 s
         * @return this
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /**
         * Subprotocols to offer (RFC 6455 §1.9).
         *
         * @param names in order of preference
         * @return this
         */
        public Builder subprotocols(String... names) {
            subprotocols = List.of(names);
            return this;
        }

        /**
         * Offers permessage-deflate (RFC 7692). Not offered unless asked for.
         *
         * @param options what is offered
         * @return this
         */
        public Builder deflate(DeflateOptions options) {
            deflate = options;
            return this;
        }

        /**
         * A header field of the request, such as Authorization or Origin.
         *
         * @param name none of the handshake's own
         * @param value without a line break
         * @return this
         * @throws IllegalArgumentException when HTTP does not allow the name or the value
         */
        public Builder header(String name, String value) {
            headers.add(name, value);
            return this;
        }

        /**
         * Uses a loop of the caller's, which outlives the client; a test steps it.
         *
         * @param loop may serve others as well
         * @return this
         */
        public Builder on(EventLoop loop) {
            callersLoop = loop;
            return this;
        }

        /**
         * How the client's own loop is made.
         *
         * @param options default {@link LoopOptions#defaults} with a daemon thread
         * @return this
         */
        public Builder loopOptions(LoopOptions options) {
            loopOptions = options;
            return this;
        }

        /**
         * Who hears what listeners did wrong.
         *
         * @param handler default {@link ErrorHandler#logging}
         * @return this
         */
        public Builder onError(ErrorHandler handler) {
            errors = handler;
            return this;
        }

        /**
         * Makes the client; its loop runs when this returns.
         *
         * @return a client without connections
         * @throws IOException when the system has no selector left
         */
        public WebSocketClient build() throws IOException {
            ClientChoices choices =
                    new ClientChoices(limits, connectTimeout, subprotocols, deflate, headers.build(), errors);
            if (callersLoop != null) {
                return new WebSocketClient(choices, callersLoop, null);
            }
            EventLoopGroup group = EventLoopGroup.start(1, loopOptions);
            return new WebSocketClient(choices, group.next(), group);
        }
    }
}
