package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.Headers;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.loop.Registered;
import io.wsloop.nio.internal.dial.Connector;
import io.wsloop.nio.internal.dial.Destination;
import io.wsloop.nio.internal.dial.KeepAlive;
import io.wsloop.nio.internal.dial.Lookups;
import io.wsloop.nio.internal.opening.ClientChoices;
import io.wsloop.nio.internal.opening.ClientPhase;
import io.wsloop.nio.internal.wire.Durations;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.nio.internal.wire.Stopping;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSocket connections; one client serves any number of them on one loop. Every method may be called from any
 * thread.
 *
 * <p>By default the loop is the client's own, on a daemon thread. Such a client keeps the process alive while a
 * connection is open or being opened, so a {@code main} may return after {@link #connect}. Without a connection it does
 * not, so the process ends even when {@link #close} was forgotten. On a loop of the caller's, the caller's threads decide.
 */
public final class WebSocketClient implements AutoCloseable {
    private final Population population = Population.unbounded();
    private final ClientChoices choices;
    private final EventLoop loop;
    private final @Nullable EventLoopGroup ownLoop;
    private final Lookups lookups;
    private final Stopping stopping;

    /** Null on a loop of the caller's. */
    private final @Nullable KeepAlive keepAlive;

    WebSocketClient(
            ClientChoices choices, EventLoop loop, @Nullable EventLoopGroup ownLoop, Lookups.Resolver resolver) {
        this.choices = choices;
        this.loop = loop;
        this.ownLoop = ownLoop;
        lookups = new Lookups(loop, resolver);
        stopping = new Stopping(List.of(loop), population, ownLoop == null ? () -> {} : loop::close);
        if (ownLoop == null) {
            keepAlive = null;
        } else {
            keepAlive = new KeepAlive(population::isOccupied);
            population.whenRoom(keepAlive::update);
        }
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
     * {@link #connect(ClientRequest, WebSocketListener)} with the client's own choices.
     *
     * @param uri as for {@link ClientRequest#to}
     * @param listener is called on the loop's thread
     * @return as there
     * @throws IllegalArgumentException when this is no WebSocket URI; the text names what was expected and what came
     */
    public CompletableFuture<WebSocket> connect(URI uri, WebSocketListener listener) {
        return connect(ClientRequest.to(uri), listener);
    }

    /**
     * Opens a connection. The host is looked up, on another thread, unless it is an address; its addresses are tried one
     * after the other. The connect timeout counts from this call to the TCP connection, and {@link
     * Limits#handshakeTimeout} from there to the server's whole answer, so the future completes within the sum.
     *
     * <p>A failure completes the future, and is written nowhere else but in a DEBUG line of the {@link System.Logger} named
     * {@code io.wsloop}: an application that ignores the future does not learn of a failure. The listener is not called
     * before {@code onOpen}. From then on {@link io.wsloop.Handshake#responseHeaders} has the fields of the server's
     * answer.
     *
     * @param request where to, and what is chosen for this connection; what it does not choose is the client's
     * @param listener is called on the loop's thread
     * @return completes on the loop's thread after {@code onOpen}; exceptionally with a
     *     {@link io.wsloop.handshake.HandshakeException} when the server refuses, with another {@link IOException} when it
     *     cannot be reached or does not answer in time, when the client was stopped or its loop has ended. Cancelling it,
     *     or completing it otherwise ({@link CompletableFuture#orTimeout}), gives the attempt up
     */
    public CompletableFuture<WebSocket> connect(ClientRequest request, WebSocketListener listener) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(listener, "listener");
        ClientChoices chosen = request.over(choices);
        byte[] nonce = new byte[16];
        loop.options().random().nextBytes(nonce);
        ClientHandshake handshake = chosen.handshake(request.uri(), nonce);
        String target = ClientPhase.nameOf(handshake);
        CompletableFuture<WebSocket> result = new CompletableFuture<>();
        result.whenComplete((ws, error) -> {
            if (error != null) {
                System.getLogger("io.wsloop").log(Level.DEBUG, () -> "no WebSocket with " + target + ": " + error);
            }
        });
        Connector connector = new Connector(
                loop,
                population,
                lookups,
                new Destination(target, handshake.authority(), handshake.zone()),
                chosen.connectTimeout(),
                connection -> new ClientPhase(loop, connection, handshake, chosen, listener, result),
                result);
        if (!population.enterAttempt()) {
            result.completeExceptionally(
                    new IOException("cannot connect to " + target + ": the client was stopped; build another one"));
            return result;
        }
        try {
            updateKeepAlive();
            loop.execute(connector::start);
        } catch (RejectedExecutionException | Error e) {
            result.completeExceptionally(new IOException(
                    "cannot connect to " + target + ": " + (loop.hasEnded() ? "the client's loop has ended" : e), e));
            population.leftAttempt();
        }
        return result;
    }

    private void updateKeepAlive() {
        if (keepAlive != null) {
            keepAlive.update();
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
     * Stops: sends 1001 (going away, RFC 6455 §7.4.1) on all connections, waits for them to end, and cuts the rest. An
     * attempt to connect fails at once, whether its name is being looked up, its TCP connection opened or its handshake
     * answered, and so does every later {@link #connect}.
     *
     * @param grace how long to wait before cutting; zero cuts at once, and more than a hundred years never
     * @return completes on the loop's thread when the last attempt has failed and the last connection has ended; a loop of
     *     the client's own ends with it
     * @throws IllegalArgumentException when the grace is negative
     */
    public CompletableFuture<Void> stop(Duration grace) {
        CompletableFuture<Void> stopped = stopping.begin(grace, this::giveUpAttempts);
        lookups.close();
        return stopped;
    }

    private void giveUpAttempts() {
        for (Registered registered : loop.registered()) {
            if (registered instanceof Connector connector && connector.isOf(population)) {
                connector.stop();
            }
        }
    }

    /**
     * {@link #stop} with the close timeout of the client's limits, and waits. Called on its loop's thread it cuts at once and
     * does not wait, because no connection can end while that thread is held.
     */
    @Override
    public void close() {
        boolean waits = stopping.canWait();
        Duration wait = waits ? choices.limits().closeTimeout() : Duration.ZERO;
        stop(wait);
        stopping.await(wait);
        if (ownLoop != null) {
            ownLoop.close();
        }
        if (waits) {
            lookups.await();
        }
        if (waits && keepAlive != null) {
            keepAlive.await();
        }
    }

    /** For logs: how many connections there are in each stage. */
    @Override
    public String toString() {
        String state = loop.hasEnded() ? ", loop ended" : population.isStopping() ? ", stopping" : "";
        return "WebSocketClient[" + population.attempts() + " connecting, " + population.handshakes()
                + " in handshake, " + (population.connections() - population.handshakes()) + " open" + state + "]";
    }

    /** Describes a client. Not thread safe. */
    public static final class Builder {
        private Limits limits = Limits.defaults();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private List<String> subprotocols = List.of();
        private @Nullable DeflateOptions deflate;
        private final Headers.Builder headers = Headers.builder();
        private @Nullable EventLoop callersLoop;
        private LoopOptions loopOptions = LoopOptions.defaults().withDaemonThreads();
        private ErrorHandler errors = ErrorHandler.logging();
        private Lookups.Resolver resolver = InetAddress::getAllByName;

        private Builder() {}

        /**
         * The bounds of every connection; {@link Limits#handshakeTimeout} counts from the TCP connection to the server's
         * whole answer. {@link ClientRequest#limits} replaces them for one connection.
         *
         * @param limits default {@link Limits#defaults}
         * @return this
         */
        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * How long it may take from {@link WebSocketClient#connect} to the TCP connection: the look-up of the name and all
         * addresses of the host together. An address that does not answer leaves the others an equal share of what is
         * left. {@link ClientRequest#connectTimeout} replaces it for one connect.
         *
         * @param connectTimeout default 10 s, at most 36,500 days
         * @return this
         * @throws IllegalArgumentException when it is zero, negative or longer
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = Durations.positive("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * Subprotocols to offer (RFC 6455 §1.9). {@link ClientRequest#subprotocols} replaces them for one connect.
         *
         * @param names in order of preference
         * @return this
         */
        public Builder subprotocols(String... names) {
            for (String name : Objects.requireNonNull(names, "names")) {
                Objects.requireNonNull(name, "names");
            }
            subprotocols = List.of(names);
            return this;
        }

        /**
         * Offers permessage-deflate (RFC 7692). Off by default. {@link ClientRequest#deflate} and {@link
         * ClientRequest#withoutDeflate} choose for one connect.
         *
         * @param options what is offered
         * @return this
         */
        public Builder deflate(DeflateOptions options) {
            deflate = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Sends a header field with each handshake, such as Origin or User-Agent. Fields that change, such as Authorization
         * with a token that expires, are better chosen for each connect with {@link ClientRequest#header}. A second call with
         * the same name adds a second line.
         *
         * @param name in any case, none of the handshake's own; {@link #build} refuses those
         * @param value without a line break
         * @return this
         * @throws IllegalArgumentException when HTTP does not allow the name or the value
         */
        public Builder header(String name, String value) {
            headers.add(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Connects on the caller's loop; the client makes none. The loop outlives the client.
         *
         * @param loop may serve others as well
         * @return this
         */
        public Builder loop(EventLoop loop) {
            callersLoop = Objects.requireNonNull(loop, "loop");
            return this;
        }

        /**
         * How the client's own loop is made.
         *
         * @param options default {@link LoopOptions#defaults} with a daemon thread
         * @return this
         */
        public Builder loopOptions(LoopOptions options) {
            loopOptions = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Is told what listeners throw.
         *
         * @param handler default {@link ErrorHandler#logging}
         * @return this
         */
        public Builder onError(ErrorHandler handler) {
            errors = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /** Replaces the system's look-up of names, for a test. */
        Builder resolver(Lookups.Resolver resolver) {
            this.resolver = resolver;
            return this;
        }

        /**
         * Makes the client; its loop runs when this returns. Changing this builder afterwards changes nothing in it.
         *
         * @return a client without connections
         * @throws IllegalArgumentException when a subprotocol is no token or named twice, or a header field belongs to the
         *     handshake
         * @throws IOException when the system has no selector left
         */
        public WebSocketClient build() throws IOException {
            ClientChoices choices =
                    new ClientChoices(limits, connectTimeout, subprotocols, deflate, headers.build(), errors);
            // Refuses a wrong choice here, and not at the first connect.
            choices.handshake(URI.create("ws://localhost/"), new byte[16]);
            if (callersLoop != null) {
                return new WebSocketClient(choices, callersLoop, null, resolver);
            }
            EventLoopGroup group = EventLoopGroup.start(1, loopOptions);
            return new WebSocketClient(choices, group.next(), group, resolver);
        }
    }
}
