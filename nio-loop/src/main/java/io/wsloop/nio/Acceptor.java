package io.wsloop.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on one loop and deals them to all in turn. While the server is full it has spare connections closed
 * for the newcomers that wait, and rests when there are none, so that they go on waiting in the system's backlog. It rests
 * too for a moment after an accept that failed; whoever comes from an address that has its
 * share is refused with 503. Loop thread.
 */
final class Acceptor extends TimerQueue.Timer implements Registered {
    /** So many in one turn, then the connections that are open have theirs. */
    private static final int BATCH = 64;

    /** How long to rest after an accept that failed: long enough not to spin, short enough that nobody gives up. */
    static final Duration REST = Duration.ofMillis(100);

    /** So many are told why at the same time; a flood from one address is closed without a word. */
    static final int MOST_REFUSALS = 256;

    private final EventLoop loop;
    private final List<EventLoop> loops;
    private final ServerSocketChannel listener;
    private final Population population;
    private final BiFunction<EventLoop, Connection, Phase> first;
    private final ErrorHandler errors;
    private final Set<Refusal> refusals = new HashSet<>();
    private @Nullable SelectionKey key;
    private int next;

    /** Full, or resting after a failure. */
    private volatile boolean full;

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
            ErrorHandler errors) {
        this.loop = loops.get(0);
        this.loops = loops;
        this.listener = listener;
        this.population = population;
        this.first = first;
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

    @Override
    public void ready(SelectionKey key) {
        for (int i = 0; i < BATCH; i++) {
            if (!population.hasRoom()) {
                if (i == 0) {
                    waitForRoom(key);
                }
                // Otherwise the next select says whether somebody waits at all.
                return;
            }
            SocketChannel channel;
            try {
                channel = loop.kernel().accept(listener);
            } catch (IOException e) {
                rest(key, e);
                return;
            }
            failing = false;
            if (channel == null) {
                return;
            }
            deal(channel);
        }
    }

    /** A newcomer waits, and there is no room for it. */
    private void waitForRoom(SelectionKey key) {
        key.interestOps(0);
        full = true;
        population.makeRoom();
        // Whoever left before the second line could not know that it is waited for.
        roomAgain();
    }

    private void roomAgain() {
        if (full && (population.hasRoom() || population.canMakeRoom())) {
            full = false;
            try {
                loop.execute(this::listen);
            } catch (RejectedExecutionException e) {
                // The loop has ended, and accepting with it.
            }
        }
    }

    private void listen() {
        SelectionKey key = this.key;
        if (key != null && key.isValid() && !isArmed()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** The machine's fault, such as too few descriptors: told once until an accept succeeds, and tried again soon. */
    private void rest(SelectionKey key, IOException error) {
        key.interestOps(0);
        loop.timers().arm(this, loop.now() + REST.toNanos());
        if (!failing) {
            failing = true;
            Faults.tell(errors, "accept; it is tried again every " + REST.toMillis() + " ms", error);
        }
    }

    @Override
    void expired() {
        listen();
    }

    private void deal(SocketChannel channel) {
        InetAddress address;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            address = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
        } catch (IOException e) {
            // The peer is gone already, with a reset.
            close(channel);
            return;
        }
        if (!population.enter(address)) {
            refuse(channel);
            return;
        }
        EventLoop owner = loops.get(next);
        next = (next + 1) % loops.size();
        try {
            owner.onLoop(() -> begin(owner, channel, address));
        } catch (RejectedExecutionException e) {
            close(channel);
            population.left(address, false);
        }
    }

    private void begin(EventLoop owner, SocketChannel channel, InetAddress address) {
        try {
            Connection connection = Connection.begin(owner, channel, population, begun -> first.apply(owner, begun));
            // A stop that began while this was on its way told only those that were there already.
            if (population.isStopping()) {
                connection.stop();
            }
        } catch (IOException | RuntimeException | Error e) {
            close(channel);
            population.left(address, false);
            if (!(e instanceof IOException)) {
                Faults.tell(errors, "beginning a connection of " + address.getHostAddress(), e);
            }
        }
    }

    private void refuse(SocketChannel channel) {
        if (refusals.size() < MOST_REFUSALS) {
            try {
                Refusal.begin(loop, channel, refusals);
                return;
            } catch (IOException e) {
                // It did not wait for the answer.
            }
        }
        close(channel);
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            Faults.tell(errors, "closing an accepted channel", e);
        }
    }

    /** Accepts no more. The system's socket is closed with the loop's next select. */
    void stop() {
        loop.timers().disarm(this);
        List.copyOf(refusals).forEach(Refusal::close);
        if (key != null) {
            key.cancel();
        }
        try {
            listener.close();
        } catch (IOException e) {
            Faults.tell(errors, "closing the server's socket", e);
        }
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
