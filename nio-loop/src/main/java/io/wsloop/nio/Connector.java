package io.wsloop.nio;

import io.wsloop.WebSocket;
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
 * Opens one TCP connection to the first of a host's addresses that answers. Each has an equal share of the time that is
 * left, so that one that swallows every packet does not hide the next. Loop thread.
 */
final class Connector extends TimerQueue.Timer implements Registered {
    private final EventLoop loop;
    private final Population population;
    private final Deque<InetSocketAddress> addresses;
    private final Function<Connection, Phase> first;
    private final CompletableFuture<WebSocket> result;
    private final Duration timeout;
    private final String target;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable IOException lastFailure;
    private long deadline;
    private boolean done;

    /**
     * @param addresses at least one
     * @param first makes what the new connection speaks first
     * @param result completed exceptionally when no address answers; else it is the first phase's
     */
    Connector(
            EventLoop loop,
            Population population,
            String target,
            List<InetSocketAddress> addresses,
            Duration timeout,
            Function<Connection, Phase> first,
            CompletableFuture<WebSocket> result) {
        this.loop = loop;
        this.population = population;
        this.target = target;
        this.addresses = new ArrayDeque<>(addresses);
        this.timeout = timeout;
        this.first = first;
        this.result = result;
    }

    void start() {
        result.whenComplete((ws, error) -> {
            if (result.isCancelled() && !loop.hasEnded()) {
                loop.onLoop(() -> giveUp(new IOException("cancelled")));
            }
        });
        deadline = loop.now() + timeout.toNanos();
        tryNext();
    }

    private void tryNext() {
        while (!done && channel == null) {
            InetSocketAddress address = addresses.poll();
            if (address == null) {
                giveUp(failure());
                return;
            }
            long left = Math.max(0, deadline - loop.now());
            loop.timers().arm(this, loop.now() + left / (addresses.size() + 1));
            try {
                connect(address);
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
    }

    private void connect(InetSocketAddress address) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (opened.connect(address)) {
            connected(opened);
        } else {
            key = loop.register(opened, SelectionKey.OP_CONNECT, this);
        }
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
        InetAddress address = ((InetSocketAddress) connected.getRemoteAddress()).getAddress();
        if (!population.enter(address)) {
            giveUp(new IOException("the client was stopped"));
            return;
        }
        done = true;
        loop.timers().disarm(this);
        try {
            Connection.begin(loop, connected, population, first);
        } catch (IOException | RuntimeException | Error e) {
            population.left(address, false);
            close();
            result.completeExceptionally(e);
        }
    }

    private void failed(Exception error) {
        IOException failure = error instanceof IOException io ? io : new IOException(error.toString(), error);
        if (lastFailure != null) {
            failure.addSuppressed(lastFailure);
        }
        lastFailure = failure;
        close();
    }

    private IOException failure() {
        String reason = lastFailure == null ? "no address" : lastFailure.getMessage();
        IOException failure = new ConnectException("cannot connect to " + target + ": " + reason);
        failure.initCause(lastFailure);
        return failure;
    }

    /** This address has had its share, the last one the rest. */
    @Override
    void expired() {
        if (!addresses.isEmpty()) {
            failed(new SocketTimeoutException(
                    "an address did not answer in its share of " + timeout.toMillis() + " ms"));
            tryNext();
            return;
        }
        IOException late =
                new SocketTimeoutException("no connection to " + target + " within " + timeout.toMillis() + " ms");
        if (lastFailure != null) {
            late.addSuppressed(lastFailure);
        }
        giveUp(late);
    }

    private void giveUp(IOException error) {
        if (!done) {
            done = true;
            loop.timers().disarm(this);
            close();
            result.completeExceptionally(error);
        }
    }

    private void close() {
        SocketChannel closing = channel;
        channel = null;
        if (key != null) {
            key.cancel();
            key = null;
        }
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                // It never was open.
            }
        }
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    @Override
    public void drop(Throwable cause) {
        giveUp(new IOException("the loop ended before " + target + " answered", cause));
    }

    @Override
    public String toString() {
        return "connecting to " + target;
    }
}
