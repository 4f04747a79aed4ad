package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.accept.Acceptor;
import io.wsloop.nio.internal.http.HttpPhase;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.wire.Addresses;
import io.wsloop.nio.internal.wire.Desk;
import io.wsloop.nio.internal.wire.Durations;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.nio.internal.wire.Stopping;
import io.wsloop.server.HttpHandler;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
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
            site.options().offload().close();
            if (ownLoops != null) {
                loops.forEach(EventLoop::close);
            }
        });
        // Here, so that start fails when there is no memory for a loop's buffers, and not the first connection.
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
     * @return completes on a loop's thread when the last connection has ended; loops of the server's own end with it
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
    public static final class Builder {
        private final Site.Builder site = Site.builder();
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
         * The names under which this server is reached. A request, for an upgrade, a handler or a file, whose Host (or
         * whose target, in absolute form) names another is answered 421 (RFC 9110 §15.5.20).
         *
         * <p>Not called: a server that listens on a loopback address takes {@code localhost}, names below it and literal
         * addresses, so that no page can reach it under a name that its owner has pointed at 127.0.0.1 (DNS rebinding);
         * any other server takes every host. Called: the named ones, and on a loopback address those three kinds besides.
         * A proxy on the same machine that passes the public Host on needs that name here.
         *
         * @param names each as {@code example.com}; as {@code *.example.com} for all names below it, but not that one
         *     itself; as an address; or {@code *} for every host. Case and ports do not matter. A later call replaces
         *     these
         * @return this
         * @throws IllegalArgumentException when there is none, or one is no host, for example with a scheme or a port
         */
        public Builder hosts(String... names) {
            site.hosts(names);
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
         * Answers offers of permessage-deflate (RFC 7692) on every route that does not say otherwise. Off unless asked
         * for.
         *
         * @param options what is agreed to
         * @return this
         */
        public Builder deflate(DeflateOptions options) {
            site.deflate(options);
            return this;
        }

        /**
         * Which pages may open a WebSocket here; a route may have its own policy.
         *
         * @param origins default {@link OriginPolicy#same}
         * @return this
         */
        public Builder origins(OriginPolicy origins) {
            site.origins(origins);
            return this;
        }

        /**
         * A WebSocket endpoint.
         *
         * @param path a template: {@code /rooms/{id}}, and a last segment {@code {rest*}} that takes the remainder, slashes
         *     too, and may be empty. A slash at the end counts: {@code /rooms} and {@code /rooms/} are two paths
         * @param listeners makes each connection's listener
         * @return this
         * @throws IllegalArgumentException when this is no template, and when the same paths have a route already
         */
        public Builder route(String path, ListenerFactory listeners) {
            return route(path, Route.to(listeners));
        }

        /**
         * A WebSocket endpoint whose choices differ from the server's.
         *
         * @param path as {@link #route(String, ListenerFactory)}
         * @param route listeners and choices
         * @return this
         */
        public Builder route(String path, Route route) {
            site.route(path, route);
            return this;
        }

        /**
         * Answers GET, and HEAD from it.
         *
         * @param path as {@link #route(String, ListenerFactory)}
         * @param handler called on the connection's loop; must not block
         * @return this
         */
        public Builder get(String path, HttpHandler handler) {
            site.handler("GET", path, handler);
            return this;
        }

        /**
         * Answers POST.
         *
         * @param path as {@link #route(String, ListenerFactory)}
         * @param handler called on the connection's loop; must not block
         * @return this
         */
        public Builder post(String path, HttpHandler handler) {
            site.handler("POST", path, handler);
            return this;
        }

        /**
         * Answers GET, and HEAD from it, when the answer is ready.
         *
         * @param path as {@link #route(String, ListenerFactory)}
         * @param handler called on the connection's loop, must not block; its answer may come on any thread, within {@link
         *     #answerTimeout}
         * @return this
         */
        public Builder getAsync(String path, HttpHandler.Async handler) {
            site.handlerAsync("GET", path, handler);
            return this;
        }

        /**
         * Answers POST when the answer is ready.
         *
         * @param path as {@link #route(String, ListenerFactory)}
         * @param handler called on the connection's loop, must not block; its answer may come on any thread, within {@link
         *     #answerTimeout}
         * @return this
         */
        public Builder postAsync(String path, HttpHandler.Async handler) {
            site.handlerAsync("POST", path, handler);
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
         * Runs what blocks, which is reading files and resources. The server never shuts the executor down. When the
         * executor refuses to read a file, its request is answered with 503, and {@link #onError} is told.
         *
         * @param executor default four daemon threads for each server, for which 1,024 requests may wait; they end when no
         *     file is asked for, and with the server
         * @return this
         */
        public Builder offload(Executor executor) {
            site.offload(executor);
            return this;
        }

        /**
         * Serves the files of a folder; {@code index.html} for the folder itself.
         *
         * @param prefix of the path, for example {@code /}
         * @param folder nothing outside it is ever served, and no dot file, except that below the prefix {@code /} there is
         *     {@code /.well-known/} (RFC 8615)
         * @return this
         * @throws IllegalArgumentException when there is no such folder, when a file is named in its place, and when the
         *     prefix is no plain path
         */
        public Builder files(String prefix, Path folder) {
            Objects.requireNonNull(folder, "folder");
            site.files(prefix, folder);
            return this;
        }

        /**
         * Serves files from the class path, for applications in one jar.
         *
         * @param prefix of the path, for example {@code /}
         * @param loader finds the resources
         * @param folder their folder's name, for example {@code web}
         * @return this
         * @throws IllegalArgumentException when the loader finds no such folder, and when the prefix is no plain path
         */
        public Builder resources(String prefix, ClassLoader loader, String folder) {
            Objects.requireNonNull(loader, "loader");
            Objects.requireNonNull(folder, "folder");
            site.resources(prefix, loader, folder);
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
            ServerSocketChannel listener = bind(wanted);
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

        private ServerSocketChannel bind(InetSocketAddress wanted) throws IOException {
            if (wanted.isUnresolved()) {
                throw new BindException("cannot listen on host \"" + host
                        + "\": no such name; say an address of this machine, or 0.0.0.0 for all of them");
            }
            ServerSocketChannel listener = provider().openServerSocketChannel();
            try {
                // A restarted server must not wait for its predecessor's connections to leave TIME_WAIT.
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                listener.configureBlocking(false);
                listener.bind(wanted, backlog);
                return listener;
            } catch (BindException e) {
                listener.close();
                BindException explained = new BindException(
                        "cannot listen on " + host + " port " + port + ": " + e.getMessage() + advice(wanted));
                explained.initCause(e);
                throw explained;
            } catch (IOException | RuntimeException e) {
                listener.close();
                throw e;
            }
        }

        private SelectorProvider provider() {
            LoopOptions options =
                    callersLoops.isEmpty() ? loopOptions : callersLoops.get(0).options();
            return options.provider();
        }

        private static String advice(InetSocketAddress wanted) throws IOException {
            boolean ours = wanted.getAddress().isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(wanted.getAddress()) != null;
            return ours
                    ? "; choose another port, or 0 to let the system choose, or end the program that has it"
                    : "; this machine has no such address: say one that it has, or 0.0.0.0 for all of them";
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
