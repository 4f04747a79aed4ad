package io.wsloop.nio.internal.accept;

import io.wsloop.loop.EventLoop;
import io.wsloop.loop.Registered;
import io.wsloop.loop.Timer;
import io.wsloop.nio.internal.report.Faults;
import io.wsloop.nio.internal.wire.Addresses;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Phase;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on one loop and deals them to all loops in turn. While the server is full, the acceptor asks a spare
 * connection to close for each newcomer, and waits if there is none. It rests briefly after a failed accept. It answers 503 to an
 * address that has reached its quota. Loop thread.
 */
public final class Acceptor extends Timer implements Registered {
    /** The acceptor takes at most this many connections in one turn, so that the open connections have their turn. */
    private static final int BATCH = 64;

    /** The rest after a failed accept. Without it the loop would spin; with a longer one newcomers would give up. */
    public static final Duration REST = Duration.ofMillis(100);

    private static final String REST_TEXT = REST.toMillis() + " ms";

    /** The acceptor answers this many refused connections at a time, and closes any other without an answer. */
    static final int MOST_REFUSALS = 256;

    /** Accepts from the listening socket. A test may pass an accept that fails. */
    @FunctionalInterface
    public interface Accept {
        /** The next waiting connection, or null. */
        @Nullable
        SocketChannel from(ServerSocketChannel listener) throws IOException;
    }

    private enum State {
        /** ACCEPT is in the interest set, or a task is about to add it. */
        LISTENING,
        /** The server is full and a newcomer waits. Any thread ends this state as soon as there may be room. */
        FULL,
        /** An accept has failed. The timer ends this state. */
        RESTING
    }

    private final EventLoop loop;
    private final List<EventLoop> loops;
    private final ServerSocketChannel listener;
    private final Population population;
    private final Function<Connection, Phase> first;
    private final Accept accept;
    private final ErrorHandler errors;
    private final Set<Refusal> refusals = new HashSet<>();
    private @Nullable SelectionKey key;
    private int next;

    private final AtomicReference<State> state = new AtomicReference<>(State.LISTENING);

    /** True from a failed accept to the next successful one. The error handler hears only of the first failure. */
    private boolean failing;

    /**
     * Takes over a bound, non-blocking channel.
     *
     * @param first makes the first phase of a new connection
     */
    public Acceptor(
            List<EventLoop> loops,
            ServerSocketChannel listener,
            Population population,
            Function<Connection, Phase> first,
            Accept accept,
            ErrorHandler errors) {
        this.loop = loops.get(0);
        this.loops = loops;
        this.listener = listener;
        this.population = population;
        this.first = first;
        this.accept = accept;
        this.errors = errors;
        population.whenRoom(this::roomAgain);
    }

    public void start() {
        try {
            if (listener.isOpen()) {
                key = loop.register(listener, SelectionKey.OP_ACCEPT, this);
            }
        } catch (IOException e) {
            Faults.tell(errors, "registering the server's socket", e);
        }
    }

    /** Tries again after every error, because a listening port that accepts nothing looks like a server. */
    @Override
    public void ready(SelectionKey key) {
        try {
            accept(key);
        } catch (Throwable e) {
            acceptFailed(key, e);
        }
    }

    private void acceptFailed(SelectionKey key, Throwable error) {
        loop.heapMayBeFull(error);
        try {
            rest(key, error);
        } catch (Throwable second) {
            // A full heap has no room for the timer or for the message. The next turn tries again without a rest.
        }
    }

    private void accept(SelectionKey key) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            if (!population.hasRoom()) {
                if (i == 0) {
                    waitForRoom(key);
                }
                // Otherwise the next select says whether another newcomer waits.
                return;
            }
            SocketChannel channel = accept.from(listener);
            failing = false;
            if (channel == null) {
                return;
            }
            deal(channel);
        }
    }

    /** Waits for room, because the server is full. The timer checks again in case no connection reports room. */
    private void waitForRoom(SelectionKey key) {
        loop.arm(this, loop.now() + REST.toNanos());
        key.interestOps(0);
        state.set(State.FULL);
        population.makeRoom();
        // A connection that left before the state was set did not wake this acceptor, so check again.
        roomAgain();
    }

    /** Listens again if the acceptor waits and there is room. Any thread. */
    private void roomAgain() {
        if (state.get() == State.FULL
                && (population.hasRoom() || population.canMakeRoom())
                && state.compareAndSet(State.FULL, State.LISTENING)) {
            try {
                // A loop that has ended accepts nothing.
                loop.offer(this::listen);
            } catch (Error e) {
                // The heap is full. The timer checks again.
                state.compareAndSet(State.LISTENING, State.FULL);
            }
        }
    }

    private void listen() {
        SelectionKey key = this.key;
        if (key != null && key.isValid() && state.get() == State.LISTENING) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Rests after a failed accept, for example because the process has no descriptor left. */
    private void rest(SelectionKey key, Throwable error) {
        if (!listener.isOpen()) {
            return;
        }
        // The timer is armed first. If that fails, the acceptor must not rest, because nothing would end the rest.
        loop.arm(this, loop.now() + REST.toNanos());
        state.set(State.RESTING);
        key.interestOps(0);
        if (!failing) {
            failing = true;
            Faults.tell(errors, "accept; it is tried again every ", REST_TEXT, error);
        }
    }

    /** Ends a wait or a rest. No error may end the accepting, see {@link #ready}. */
    @Override
    protected void expired() {
        try {
            restIsOver();
        } catch (Throwable e) {
            SelectionKey key = this.key;
            if (key != null) {
                acceptFailed(key, e);
            }
        }
    }

    private void restIsOver() {
        if (state.get() == State.FULL && !population.hasRoom() && !population.canMakeRoom()) {
            loop.arm(this, loop.now() + REST.toNanos());
        } else {
            state.set(State.LISTENING);
            listen();
        }
    }

    private void deal(SocketChannel channel) {
        SocketAddress peer;
        try {
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            peer = channel.getRemoteAddress();
        } catch (IOException e) {
            // The peer has reset the connection already.
            close(channel);
            return;
        } catch (RuntimeException | Error e) {
            close(channel);
            throw e;
        }
        boolean entered = false;
        boolean answered = false;
        try {
            entered = population.enter(Addresses.host(peer));
            answered = entered || refuse(channel);
        } finally {
            if (!answered) {
                close(channel);
            }
        }
        if (!entered) {
            return;
        }
        boolean handedOver = false;
        try {
            handedOver = handOver(channel, peer);
        } finally {
            if (!handedOver) {
                close(channel);
                population.left(Addresses.host(peer), false);
            }
        }
    }

    /** Passes the connection to the next loop that has not ended. False if all loops have ended. */
    private boolean handOver(SocketChannel channel, SocketAddress peer) {
        for (int i = 0; i < loops.size(); i++) {
            EventLoop owner = loops.get(next);
            next = (next + 1) % loops.size();
            if (owner.onLoop(() -> begin(owner, channel, peer))) {
                return true;
            }
        }
        return false;
    }

    /** Begins a connection on its loop. An error ends only this connection. */
    private void begin(EventLoop owner, SocketChannel channel, SocketAddress peer) {
        Connection connection;
        try {
            connection = Connection.begin(owner, channel, population, first);
        } catch (IOException e) {
            // The peer is gone already.
            close(channel);
            population.left(Addresses.host(peer), false);
            return;
        } catch (Throwable e) {
            close(channel);
            population.left(Addresses.host(peer), false);
            owner.heapMayBeFull(e);
            tell(peer, e);
            return;
        }
        // A stop that began before the registration has not reached this connection.
        if (population.isStopping()) {
            stop(connection);
        }
    }

    private void tell(SocketAddress peer, Throwable error) {
        try {
            Faults.tell(errors, "beginning a connection of ", Addresses.text(peer), error);
        } catch (Throwable second) {
            // A full heap has no room for the message.
        }
    }

    private void stop(Connection connection) {
        try {
            connection.stop();
        } catch (Throwable e) {
            connection.loop().failed(connection, e);
        }
    }

    /** Answers 503. False if the caller must close the channel without an answer. */
    private boolean refuse(SocketChannel channel) {
        if (refusals.size() >= MOST_REFUSALS) {
            return false;
        }
        try {
            Refusal.begin(loop, channel, refusals);
            return true;
        } catch (IOException e) {
            // The peer did not wait for the answer.
            return false;
        }
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException | RuntimeException | Error e) {
            // The channel is closed either way. The error handler is not called, because a call may fail when the heap
            // is full, and the caller must still free the connection's place.
        }
    }

    /** Accepts nothing more. The next select of the loop gives the socket back to the system. */
    public void stop() {
        loop.disarm(this);
        try {
            listener.close();
        } catch (IOException e) {
            Faults.tell(errors, "closing the server's socket", e);
        } finally {
            List.copyOf(refusals).forEach(Refusal::close);
        }
    }

    @Override
    public boolean isDroppedFirst() {
        return true;
    }

    @Override
    public void moved(SelectionKey key) {
        this.key = key;
    }

    @Override
    public void drop(Throwable cause) {
        stop();
    }

    @Override
    public String toString() {
        return "accepting on " + listener;
    }
}
