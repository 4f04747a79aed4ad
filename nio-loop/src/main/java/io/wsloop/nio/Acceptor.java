package io.wsloop.nio;

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
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor takes connections on one loop and deals them to all loops in turn. While the server is full, it asks a spare
 * connection to close for each newcomer, and rests when there is none. It also rests briefly after a failed accept. It
 * answers 503 to an address that has its share. Loop thread.
 */
final class Acceptor extends Timer implements Registered {
    /** So many in one turn, then the connections that are open have theirs. */
    private static final int BATCH = 64;

    /** How long to rest after an accept that failed: long enough not to spin, short enough that nobody gives up. */
    static final Duration REST = Duration.ofMillis(100);

    private static final String REST_TEXT = REST.toMillis() + " ms";

    /** So many are told why at the same time; a flood from one address is closed without a word. */
    static final int MOST_REFUSALS = 256;

    /** The call of the listening socket. A test may answer in its place. */
    @FunctionalInterface
    interface Accept {
        /** The next connection that waits to be accepted, or null. */
        @Nullable
        SocketChannel from(ServerSocketChannel listener) throws IOException;
    }

    private final EventLoop loop;
    private final List<EventLoop> loops;
    private final ServerSocketChannel listener;
    private final Population population;
    private final BiFunction<EventLoop, Connection, Phase> first;
    private final Accept accept;
    private final ErrorHandler errors;
    private final Set<Refusal> refusals = new HashSet<>();
    private @Nullable SelectionKey key;
    private int next;

    /** True while the server is full and a newcomer waits. */
    private volatile boolean full;

    /** True for a moment after an accept that failed. */
    private boolean resting;

    private boolean failing;

    /**
     * Takes over a bound, non-blocking channel.
     *
     * @param first makes what a new connection speaks first
     */
    Acceptor(
            List<EventLoop> loops,
            ServerSocketChannel listener,
            Population population,
            BiFunction<EventLoop, Connection, Phase> first,
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

    void start() {
        try {
            if (listener.isOpen()) {
                key = loop.register(listener, SelectionKey.OP_ACCEPT, this);
            }
        } catch (IOException e) {
            Faults.tell(errors, "registering the server's socket", e);
        }
    }

    /** The server accepts again after a rest, whatever error came: a listening port without an acceptor looks alive. */
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
            // A full heap has no room for the timer or for the words. The next turn tries again without a rest.
        }
    }

    private void accept(SelectionKey key) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            if (!population.hasRoom()) {
                if (i == 0) {
                    waitForRoom(key);
                }
                // Otherwise the next select says whether somebody waits at all.
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

    /** The server is full and a newcomer waits. The timer looks again in case no connection reports room. */
    private void waitForRoom(SelectionKey key) {
        loop.arm(this, loop.now() + REST.toNanos());
        key.interestOps(0);
        full = true;
        population.makeRoom();
        // A connection that left before full was set did not know that it is waited for.
        roomAgain();
    }

    private void roomAgain() {
        if (full && (population.hasRoom() || population.canMakeRoom())) {
            full = false;
            try {
                // A loop that has ended accepts nothing.
                loop.offer(this::listen);
            } catch (Error e) {
                // The heap is full: the timer looks again.
                full = true;
            }
        }
    }

    private void listen() {
        SelectionKey key = this.key;
        if (key != null && key.isValid() && !resting) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** The machine's fault, such as too few descriptors: told once until an accept succeeds, and tried again soon. */
    private void rest(SelectionKey key, Throwable error) {
        if (!listener.isOpen()) {
            return;
        }
        // Armed first: without a timer that ends the rest, there must be none.
        loop.arm(this, loop.now() + REST.toNanos());
        resting = true;
        key.interestOps(0);
        if (!failing) {
            failing = true;
            Faults.tell(errors, "accept; it is tried again every ", REST_TEXT, error);
        }
    }

    /** As in {@link #ready}: what fails here must not end the accepting. */
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
        resting = false;
        if (full && !population.hasRoom() && !population.canMakeRoom()) {
            loop.arm(this, loop.now() + REST.toNanos());
        } else {
            full = false;
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
            // The peer is gone already, with a reset.
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

    /** Gives the connection to the loop whose turn it is; one that has ended is passed over. */
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

    /** Throws nothing: what fails ends this connection. */
    private void begin(EventLoop owner, SocketChannel channel, SocketAddress peer) {
        Connection connection;
        try {
            connection = Connection.begin(owner, channel, population, begun -> first.apply(owner, begun));
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
        // A stop that began while this was on its way told only those that were there already.
        if (population.isStopping()) {
            stop(connection);
        }
    }

    private void tell(SocketAddress peer, Throwable error) {
        try {
            Faults.tell(errors, "beginning a connection of ", Addresses.text(peer), error);
        } catch (Throwable second) {
            // A full heap has no room for the words.
        }
    }

    private void stop(Connection connection) {
        try {
            connection.stop();
        } catch (Throwable e) {
            connection.loop().failed(connection, e);
        }
    }

    /** False when the channel is to be closed without an answer. */
    private boolean refuse(SocketChannel channel) {
        if (refusals.size() >= MOST_REFUSALS) {
            return false;
        }
        try {
            Refusal.begin(loop, channel, refusals);
            return true;
        } catch (IOException e) {
            // It did not wait for the answer.
            return false;
        }
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException | RuntimeException | Error e) {
            // It is gone either way. Telling might fail as well, with a full heap, and its place must be given back.
        }
    }

    /** Accepts no more. The system's socket is closed with the loop's next select. */
    void stop() {
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
