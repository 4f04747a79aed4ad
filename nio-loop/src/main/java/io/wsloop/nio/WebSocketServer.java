package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.accept.Acceptor;
import io.wsloop.nio.internal.accept.ListeningSocket;
import io.wsloop.nio.internal.http.HttpPhase;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.wire.Addresses;
import io.wsloop.nio.internal.wire.Desk;
import io.wsloop.nio.internal.wire.Durations;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.nio.internal.wire.Stopping;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket server and the small HTTP server beside it. Every method may be called from any thread.
 *
 * <p>Listens on the loopback address unless {@link Builder#host} says otherwise, so that nothing is reachable from
 * outside by accident; in a container say {@code host("0.0.0.0")}.
 */
public final class WebSocketServer implements AutoCloseable {
    private final SocketAddress address;
    private final Population population;
    private final Acceptor acceptor;
    private final Stopping stopping;
    private final Duration grace;
    private final @Nullable EventLoopGroup ownLoops;

    private WebSocketServer(
            Builder builder, InetAddress host, ServerSocketChannel listener, @Nullable EventLoopGroup ownLoops)
            throws IOException {
        this.ownLoops = ownLoops;
        address = listener.getLocalAddress();
        population = new Population(builder.maxConnections, builder.maxHandshakes, builder.maxPerAddress);
        grace = builder.limits.closeTimeout();
        List<EventLoop> loops = ownLoops == null ? builder.callersLoops : ownLoops.loops();
        Site site = builder.site.build(host);
        Agreements agreements = new Agreements();
        acceptor = new Acceptor(
                loops,
                listener,
                population,
                connection -> new HttpPhase(connection.loop(), connection, population, site, agreements),
                builder.accept,
                builder.errors);
        stopping = new Stopping(loops, population, () -> {
            site.close();
            if (ownLoops != null) {
                loops.forEach(EventLoop::close);
            }
        });
        // Makes each loop's buffers now: start fails when there is no memory for them, and not the first connection.
        loops.forEach(Desk::of);
        loops.get(0).execute(acceptor::start);
    }

    /**
     * Begins to describe a server.
     *
     * @return a builder with the defaults named at its methods
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The port that is listened on.
     *
     * @return the system's choice when 0 was asked for; -1 when the address has no port
     */
    public int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /**
     * Where this server listens.
     *
     * @return an {@link InetSocketAddress}: address and port
     */
    public SocketAddress address() {
        return address;
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
     * Stops: no new connections, 1001 to all (RFC 6455 §7.4.1), waits for them to end, cuts the rest.
     *
     * @param grace how long to wait before cutting; zero cuts at once, and more than a hundred years never
     * @return completes on a loop's thread when the last connection has ended; the server's own loops end then
     * @throws IllegalArgumentException when the grace is negative
     */
    public CompletableFuture<Void> stop(Duration grace) {
        return stopping.begin(grace, acceptor::stop);
    }

    /**
     * {@link #stop} with the limits' close timeout, and waits. Called on one of its loops' threads it cuts at once and
     * does not wait, for nothing can end while that thread is held.
     */
    @Override
    public void close() {
        Duration wait = stopping.canWait() ? grace : Duration.ZERO;
        stop(wait);
        stopping.await(wait);
        if (ownLoops != null) {
            ownLoops.close();
        }
    }

    /**
     * Waits until the server has stopped, for a main method that has nothing else to do.
     *
     * @throws InterruptedException when the waiting thread is interrupted; the server goes on
     */
    public void awaitStop() throws InterruptedException {
        try {
            stopping.done().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * For logs.
     *
     * @return where this server listens, how many connections it has, and whether it has stopped
     */
    @Override
    public String toString() {
        String where = address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + " port " + inet.getPort()
                : Addresses.text(address);
        return "WebSocketServer[" + where + ", "
                + (stopping.done().isDone() ? "stopped" : connections() + " connections") + "]";
    }

    /**
     * Describes a server. Not thread safe. A server has its own copy of what was described: changing the builder after
     * {@link #start} changes only what is started from it afterwards.
     */
    public static final class Builder extends SiteBuilder<Builder> {
        private Limits limits = Limits.defaults();
        private String host = "127.0.0.1";
        private int port;
        private int backlog = 1024;
        private int loopCount = Runtime.getRuntime().availableProcessors();
        private LoopOptions loopOptions = LoopOptions.defaults();
        private List<EventLoop> callersLoops = List.of();
        private int maxConnections = 65_536;
        private int maxHandshakes = 1024;
        private int maxPerAddress;
        private ErrorHandler errors = ErrorHandler.logging();
        private Acceptor.Accept accept = ServerSocketChannel::accept;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * The address to listen on.
         *
         * @param host a name or an address of this machine; default the loopback address 127.0.0.1, all interfaces with
         *     {@code "0.0.0.0"} (or {@code "::"}). On a loopback address requests must name a host that no stranger can
         *     own, see {@link #hosts}
         * @return this
         */
        public Builder host(String host) {
            this.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /**
         * The port to listen on.
         *
         * @param port up to 65,535; 0 lets the system choose (the default)
         * @return this
         * @throws IllegalArgumentException for any other number
         */
        public Builder port(int port) {
            if (port < 0 || port > 0xFFFF) {
                throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * How many connections may wait to be accepted.
         *
         * @param connections a wish to the system (default 1,024)
         * @return this
         */
        public Builder backlog(int connections) {
            backlog = positive("backlog", connections);
            return this;
        }

        /**
         * How many loops the server makes, each with a thread that keeps the process alive.
         *
         * @param loops default: as many as processors
         * @return this
         */
        public Builder loops(int loops) {
            loopCount = positive("loops", loops);
            return this;
        }

        /**
         * How the server's own loops are made.
         *
         * @param options for each of them
         * @return this
         */
        public Builder loopOptions(LoopOptions options) {
            loopOptions = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Serves on the caller's loops; the server makes none. They outlive the server. The first one accepts.
         *
         * @param loops at least one, all with the same {@link LoopOptions#provider}
         * @return this
         */
        public Builder loops(EventLoop... loops) {
            for (EventLoop loop : Objects.requireNonNull(loops, "loops")) {
                Objects.requireNonNull(loop, "loops");
            }
            positive("the number of loops", loops.length);
            callersLoops = List.of(loops);
            return this;
        }

        /**
         * As {@link #loops(EventLoop...)}, with all loops of a group.
         *
         * @param group outlives the server
         * @return this
         */
        public Builder loops(EventLoopGroup group) {
            callersLoops = group.loops();
            return this;
        }

        /**
         * The bounds of every connection; a route may have its own.
         *
         * @param limits default {@link Limits#defaults}
         * @return this
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            site.limits(limits);
            return this;
        }

        /**
         * How many connections are open at most. When a newcomer finds the server full, the connection that has been
         * spare for longest is closed for it: one that is kept between two requests, or whose peer has ended its stream.
         * When there is none, newcomers wait in the system's backlog.
         *
         * @param connections default 65,536
         * @return this
         */
        public Builder maxConnections(int connections) {
            maxConnections = positive("maxConnections", connections);
            return this;
        }

        /**
         * How many connections may owe a request or an answer at the same time; above, newcomers wait in the system's
         * backlog. Counted are those that have not sent a whole request yet, within the limits' handshake timeout, and
         * those that wait for an answer. Neither WebSockets count, nor connections that are kept between two requests, nor
         * those whose peer has ended its stream.
         *
         * @param connections default 1,024
         * @return this
         */
        public Builder maxHandshakes(int connections) {
            maxHandshakes = positive("maxHandshakes", connections);
            return this;
        }

        /**
         * How many connections one address has at most; above, it is answered 503. Behind a proxy all come from its
         * address.
         *
         * @param connections 0 switches the quota off (the default)
         * @return this
         */
        public Builder maxConnectionsPerAddress(int connections) {
            if (connections < 0) {
                throw new IllegalArgumentException(
                        "maxConnectionsPerAddress must be at least 1, or 0 for no quota, not " + connections);
            }
            maxPerAddress = connections;
            return this;
        }

        /**
         * How long a handler may take, from the whole request to its answer. Then the request is answered with 503 and the
         * connection closes; the handler's answer is dropped when it comes. An upgrade hook has {@link
         * Limits#handshakeTimeout} instead.
         *
         * @param answerTimeout default 30 s, at most 36,500 days
         * @return this
         * @throws IllegalArgumentException when it is zero, negative or longer
         */
        public Builder answerTimeout(Duration answerTimeout) {
            site.answerTimeout(Durations.positive("answerTimeout", answerTimeout));
            return this;
        }

        /**
         * Is told what listeners, handlers, hooks and the machine did wrong.
         *
         * @param handler default {@link ErrorHandler#logging}
         * @return this
         */
        public Builder onError(ErrorHandler handler) {
            errors = Objects.requireNonNull(handler, "handler");
            site.onError(handler);
            return this;
        }

        /** Another call of the listening socket, in a test. */
        Builder accept(Acceptor.Accept accept) {
            this.accept = accept;
            return this;
        }

        /**
         * Starts the server: bound, and connections are being taken, when this returns.
         *
         * @return the running server
         * @throws BindException when the port is taken or the address is not this machine's; the text says which
         * @throws IOException when the system has no socket or selector left
         */
        public WebSocketServer start() throws IOException {
            InetSocketAddress wanted = new InetSocketAddress(host, port);
            ServerSocketChannel listener = ListeningSocket.bind(provider(), host, wanted, backlog);
            EventLoopGroup group = null;
            try {
                group = callersLoops.isEmpty() ? EventLoopGroup.start(loopCount, loopOptions) : null;
                return new WebSocketServer(this, wanted.getAddress(), listener, group);
            } catch (IOException | RuntimeException | Error e) {
                listener.close();
                if (group != null) {
                    group.close();
                }
                throw e;
            }
        }

        private SelectorProvider provider() {
            LoopOptions options =
                    callersLoops.isEmpty() ? loopOptions : callersLoops.get(0).options();
            return options.provider();
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
