package io.wsloop.nio.internal.dial;

import io.wsloop.WebSocket;
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
 * and opens a connection to the first address that answers. One deadline holds for all of it and counts from the call. Each
 * address has an equal share of the time that is left, so an address that never answers does not hide the next one.
 *
 * <p>A channel is registered from the beginning, also while the name is being looked up, so the loop knows every attempt and
 * ends it when the loop ends. Loop thread, except for the constructor.
 */
public final class Connector extends Timer implements Registered, Lookups.Asker {
    private enum Stage {
        BEGUN,
        LOOKING_UP,
        CONNECTING,
        DONE
    }

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
    private Stage stage = Stage.BEGUN;

    /**
     * An attempt. Its time runs from here on. The caller has counted it with {@link Population#enterAttempt}.
     *
     * @param timeout from here to the TCP connection
     * @param first makes the first phase of the new connection
     * @param result is completed exceptionally when no address answers; else the first phase completes it
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

    /** Begins the attempt. An error within ends it and completes its result. */
    public void start() {
        try {
            begin();
        } catch (Throwable e) {
            loop.failed(this, e);
        }
    }

    private void begin() {
        result.whenComplete((ws, error) -> {
            // The application has cancelled the future or let it time out, on any thread.
            if (error != null) {
                loop.onLoop(() -> giveUp(new IOException("the attempt was given up")));
            }
        });
        if (population.isStopping()) {
            stop();
        }
        if (stage == Stage.DONE) {
            return;
        }
        InetAddress literal;
        try {
            loop.arm(this, deadline);
            channel = open();
            literal = destination.literal();
            if (literal == null) {
                stage = Stage.LOOKING_UP;
                lookups.ask(destination.host(), this);
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
            giveUp(failure());
            return;
        }
        if (literal != null) {
            tryAll(List.of(literal));
        }
    }

    /** Opens a channel and registers it with an empty interest set, so that the loop knows of this attempt. */
    private SocketChannel open() throws IOException {
        @Nullable SocketChannel opened = loop.options().provider().openSocketChannel();
        if (opened == null) {
            throw new IOException("the provider of LoopOptions.provider returned null in place of a channel");
        }
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

    @Override
    public void found(List<InetAddress> found) {
        if (stage != Stage.LOOKING_UP) {
            return;
        }
        try {
            tryAll(found);
        } catch (Throwable e) {
            loop.failed(this, e);
        }
    }

    @Override
    public void notFound(IOException failure) {
        giveUp(failure);
    }

    private void tryAll(List<InetAddress> found) {
        stage = Stage.CONNECTING;
        for (InetAddress address : found) {
            addresses.add(destination.at(address));
        }
        tryNext();
    }

    private void tryNext() {
        while (stage == Stage.CONNECTING) {
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

    /** Begins a TCP connection; false while the peer has not answered. */
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
        if (stage != Stage.CONNECTING || connecting == null) {
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
        stage = Stage.DONE;
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

    /** Moves on to the next address, because this one's share of the time is over. The last one has all that is left. */
    @Override
    protected void expired() {
        if (!addresses.isEmpty()) {
            failed(new SocketTimeoutException(
                    "an address did not answer in its share of " + timeout.toMillis() + " ms"));
            tryNext();
            return;
        }
        IOException late =
                new SocketTimeoutException("no connection to " + destination.target() + " within " + timeout.toMillis()
                        + " ms" + (stage == Stage.LOOKING_UP ? ": its name is still being looked up" : ""));
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
        if (stage == Stage.DONE) {
            return;
        }
        Stage before = stage;
        stage = Stage.DONE;
        loop.disarm(this);
        try {
            close();
            if (before == Stage.LOOKING_UP) {
                lookups.forget(destination.host(), this);
            }
        } finally {
            try {
                result.completeExceptionally(error);
            } finally {
                // Comes after the result: a client has not stopped before each of its attempts has ended.
                population.leftAttempt();
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
                // Nothing is lost: the connection was never open.
            }
        }
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    @Override
    public void drop(Throwable cause) {
        // Closes before it makes the message, because a full heap may have no room for a message.
        close();
        giveUp(new IOException("the attempt ended before " + destination.target() + " answered: " + cause, cause));
    }

    @Override
    public String toString() {
        return (stage == Stage.LOOKING_UP ? "looking up the host of " : "connecting to ") + destination.target();
    }
}
