package io.wsloop.nio.internal.dial;

import io.wsloop.WebSocket;
import io.wsloop.handshake.Authority;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.Registered;
import io.wsloop.loop.Timer;
import io.wsloop.nio.internal.wire.Addresses;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Phase;
import io.wsloop.nio.internal.wire.Population;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, from the application's call to the TCP connection: looks the name up unless it is an address,
 * and opens a connection to the first address that answers. One deadline counts over all of it, from the call. Each
 * address has an equal share of the time that is left, so that one that swallows every packet does not hide the next.
 *
 * <p>A channel is registered from the beginning, also while the name is being looked up: so the loop knows of every
 * attempt, and ends it when the loop ends. Loop thread, except for the constructor.
 */
public final class Connector extends Timer implements Registered, Lookups.Asker {
    /**
     * Where to connect to.
     *
     * @param target for messages
     * @param zone of an IPv6 address, or empty
     */
    public record Destination(String target, Authority authority, String zone) {}

    private final EventLoop loop;
    private final Population population;
    private final Lookups lookups;
    private final Destination destination;
    private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();
    private final Function<Connection, Phase> first;
    private final CompletableFuture<WebSocket> result;
    private final Duration timeout;
    private final long deadline;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable IOException lastFailure;
    private boolean lookingUp;
    private boolean done;

    /**
     * An attempt whose time runs from here on. The population has counted it ({@link Population#enterAttempt}).
     *
     * @param first makes the first phase of the new connection
     * @param result completed exceptionally when no address answers; else it is the first phase's
     */
    public Connector(
            EventLoop loop,
            Population population,
            Lookups lookups,
            Destination destination,
            Duration timeout,
            Function<Connection, Phase> first,
            CompletableFuture<WebSocket> result) {
        this.loop = loop;
        this.population = population;
        this.lookups = lookups;
        this.destination = destination;
        this.timeout = timeout;
        this.first = first;
        this.result = result;
        deadline = loop.options().clock().getAsLong() + timeout.toNanos();
    }

    /** An error here ends this attempt and completes its result. */
    public void start() {
        try {
            begin();
        } catch (Throwable e) {
            loop.failed(this, e);
        }
    }

    private void begin() {
        result.whenComplete((ws, error) -> {
            // Cancelled or timed out by the application, on any thread.
            if (error != null) {
                loop.onLoop(() -> giveUp(new IOException("the attempt was given up")));
            }
        });
        if (population.isStopping()) {
            stop();
        }
        if (done) {
            return;
        }
        try {
            loop.arm(this, deadline);
            channel = open();
            byte[] address = destination.authority().address();
            if (address == null) {
                lookingUp = true;
                lookups.ask(destination.authority().host(), this);
            } else {
                found(List.of(address(address)));
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            giveUp(failure());
        }
    }

    /** Opens a channel and registers it for nothing yet, so that the loop knows of this attempt. */
    private SocketChannel open() throws IOException {
        SocketChannel opened = loop.options().provider().openSocketChannel();
        try {
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = loop.register(opened, 0, this);
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /** Asks no name server: the bytes are an address, and so is an IPv6 literal with a zone. */
    private InetAddress address(byte[] address) throws IOException {
        InetAddress plain = InetAddress.getByAddress(address);
        if (destination.zone().isEmpty()) {
            return plain;
        }
        try {
            return InetAddress.getByName(plain.getHostAddress() + '%' + destination.zone());
        } catch (UnknownHostException e) {
            IOException unknown = new UnknownHostException("no interface \"" + destination.zone()
                    + "\" of this machine has such an address (" + e.getMessage() + ")");
            unknown.initCause(e);
            throw unknown;
        }
    }

    @Override
    public void found(List<InetAddress> found) {
        lookingUp = false;
        if (done) {
            return;
        }
        try {
            for (InetAddress address : found) {
                addresses.add(
                        new InetSocketAddress(address, destination.authority().port()));
            }
            tryNext();
        } catch (Throwable e) {
            loop.failed(this, e);
        }
    }

    @Override
    public void notFound(IOException failure) {
        lookingUp = false;
        giveUp(failure);
    }

    private void tryNext() {
        while (!done) {
            InetSocketAddress address = addresses.poll();
            if (address == null) {
                giveUp(failure());
                return;
            }
            long left = Math.max(0, deadline - loop.now());
            loop.arm(this, loop.now() + left / (addresses.size() + 1));
            try {
                if (!connect(address)) {
                    return;
                }
            } catch (IOException | RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    /** False while the peer has not answered. */
    private boolean connect(InetSocketAddress address) throws IOException {
        SocketChannel connecting = channel;
        if (connecting == null) {
            connecting = open();
            channel = connecting;
        }
        if (connecting.connect(address)) {
            connected(connecting);
            return true;
        }
        if (key != null) {
            key.interestOps(SelectionKey.OP_CONNECT);
        }
        return false;
    }

    @Override
    public void ready(SelectionKey key) {
        SocketChannel connecting = channel;
        if (done || connecting == null) {
            return;
        }
        try {
            if (connecting.finishConnect()) {
                connected(connecting);
            }
        } catch (IOException e) {
            failed(e);
            tryNext();
        }
    }

    private void connected(SocketChannel connected) throws IOException {
        Object host = Addresses.host(connected.getRemoteAddress());
        if (!population.enter(host)) {
            stop();
            return;
        }
        done = true;
        loop.disarm(this);
        population.leftAttempt();
        try {
            Connection.begin(loop, connected, population, first);
        } catch (IOException | RuntimeException | Error e) {
            population.left(host, false);
            close();
            result.completeExceptionally(new IOException("cannot begin to talk to " + destination.target(), e));
        }
    }

    private void failed(Throwable error) {
        IOException failure = error instanceof IOException io ? io : new IOException(error.toString(), error);
        if (lastFailure != null && lastFailure != failure) {
            failure.addSuppressed(lastFailure);
        }
        lastFailure = failure;
        close();
    }

    private IOException failure() {
        String reason = lastFailure == null ? "no address" : lastFailure.getMessage();
        IOException failure = new ConnectException("cannot connect to " + destination.target() + ": " + reason);
        failure.initCause(lastFailure);
        return failure;
    }

    /** The time of this address is over. The last address has all the time that is left. */
    @Override
    protected void expired() {
        if (!addresses.isEmpty()) {
            failed(new SocketTimeoutException(
                    "an address did not answer in its share of " + timeout.toMillis() + " ms"));
            tryNext();
            return;
        }
        IOException late = new SocketTimeoutException("no connection to " + destination.target() + " within "
                + timeout.toMillis() + " ms" + (lookingUp ? ": its name is still being looked up" : ""));
        if (lastFailure != null) {
            late.addSuppressed(lastFailure);
        }
        giveUp(late);
    }

    public boolean isOf(Population population) {
        return this.population == population;
    }

    public void stop() {
        giveUp(new IOException("the client was stopped before " + destination.target() + " answered"));
    }

    private void giveUp(IOException error) {
        if (!done) {
            done = true;
            loop.disarm(this);
            try {
                close();
                if (lookingUp) {
                    lookups.forget(destination.authority().host(), this);
                }
            } finally {
                try {
                    result.completeExceptionally(error);
                } finally {
                    // After the result, or the client could have stopped before its attempts have ended.
                    population.leftAttempt();
                }
            }
        }
    }

    private void close() {
        SocketChannel closing = channel;
        channel = null;
        SelectionKey cancelling = key;
        key = null;
        try {
            if (cancelling != null) {
                cancelling.cancel();
            }
        } finally {
            try {
                if (closing != null) {
                    closing.close();
                }
            } catch (IOException e) {
                // The connection was never open.
            }
        }
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    @Override
    public void drop(Throwable cause) {
        // Before the message is made, because a full heap may have no room for it.
        close();
        giveUp(new IOException("the attempt ended before " + destination.target() + " answered: " + cause, cause));
    }

    @Override
    public String toString() {
        return (lookingUp ? "looking up the host of " : "connecting to ") + destination.target();
    }
}
