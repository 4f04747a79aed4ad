package io.wsloop.nio.internal.wire;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one server or client over all its loops, and decides whether another may enter. Any thread.
 *
 * <pre>
 *   entered ──▶ HANDSHAKE ◀──▶ SPARE
 *                   └────▶ OPEN
 * </pre>
 *
 * A connection is in HANDSHAKE while a request, a body or an answer is under way. A SPARE connection has answered every request and
 * keeps its place until a newcomer needs it. An OPEN connection is a WebSocket.
 */
public final class Population {
    private final int maxConnections;
    private final int maxHandshakes;
    private final int maxPerAddress;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final Spares spares = new Spares();

    /** A client's attempts to connect that have not become connections. */
    private final AtomicInteger attempts = new AtomicInteger();

    private final Map<Object, Integer> perAddress = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile Runnable roomAgain = () -> {};

    public Population(int maxConnections, int maxHandshakes, int maxPerAddress) {
        this.maxConnections = maxConnections;
        this.maxHandshakes = maxHandshakes;
        this.maxPerAddress = maxPerAddress;
    }

    public static Population unbounded() {
        return new Population(Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
    }

    /** Counts another attempt to connect. False when the client stops: then the attempt is not counted. */
    public boolean enterAttempt() {
        attempts.incrementAndGet();
        // The count comes first, so that either the stop sees this attempt, or this attempt sees the stop.
        if (stopping) {
            leftAttempt();
            return false;
        }
        return true;
    }

    /** A counted attempt has ended. A successful attempt enters its connection first. */
    public void leftAttempt() {
        attempts.decrementAndGet();
        changed();
    }

    private void changed() {
        try {
            roomAgain.run();
        } finally {
            endIfEmpty();
        }
    }

    public int attempts() {
        return attempts.get();
    }

    /** True while a connection or an attempt exists. */
    public boolean isOccupied() {
        // Attempts are read first, because an attempt enters as a connection before it leaves as an attempt.
        return attempts.get() > 0 || connections.get() > 0;
    }

    public int connections() {
        return connections.get();
    }

    public int handshakes() {
        return handshakes.get();
    }

    public int spares() {
        return spares.count();
    }

    public int addresses() {
        return perAddress.size();
    }

    /** True if the acceptor may accept another connection. */
    public boolean hasRoom() {
        return connections.get() < maxConnections && handshakes() < maxHandshakes;
    }

    /** True if {@link #makeRoom} would help a waiting newcomer. */
    public boolean canMakeRoom() {
        return connections.get() >= maxConnections && handshakes() < maxHandshakes && spares.canAsk();
    }

    /** Asks the connection that has been spare for longest to close, if a waiting newcomer could take its place. */
    public void makeRoom() {
        Spares.Spare oldest = canMakeRoom() ? spares.ask() : null;
        if (oldest == null) {
            return;
        }
        try {
            boolean asked = oldest.eventLoop().offer(() -> {
                try {
                    oldest.giveWay();
                } finally {
                    answered();
                }
            });
            if (!asked) {
                // The loop has ended and closes the connection.
                answered();
            }
        } catch (Error e) {
            // The heap is full. The next newcomer asks another connection.
            spares.answered();
            throw e;
        }
    }

    private void answered() {
        spares.answered();
        roomAgain.run();
    }

    /**
     * Counts another connection, in handshake.
     *
     * @param host the key of the quota per address; null for no quota
     * @return false when the host has reached its quota, and after {@link #stop}: then the connection is not counted
     */
    public boolean enter(@Nullable Object host) {
        if (stopping) {
            return false;
        }
        if (maxPerAddress > 0 && host != null && perAddress.merge(host, 1, Integer::sum) > maxPerAddress) {
            leaveHost(host);
            return false;
        }
        connections.incrementAndGet();
        handshakes.incrementAndGet();
        return true;
    }

    /** A connection in handshake has become a WebSocket. */
    void opened() {
        handshakes.decrementAndGet();
        roomAgain.run();
    }

    /** A connection in handshake has answered every request and becomes spare. */
    public void spare(Spares.Spare spare) {
        spares.add(spare);
        handshakes.decrementAndGet();
        roomAgain.run();
    }

    /** A spare connection is in handshake again, or is about to leave. */
    public void busy(Spares.Spare spare) {
        handshakes.incrementAndGet();
        spares.remove(spare);
    }

    /**
     * A connection has ended. A spare connection calls {@link #busy} first.
     *
     * @param host the same as at {@link #enter}
     */
    public void left(@Nullable Object host, boolean wasOpen) {
        // Steps that need no memory come first, because the heap may be full.
        if (!wasOpen) {
            handshakes.decrementAndGet();
        }
        connections.decrementAndGet();
        try {
            if (maxPerAddress > 0 && host != null) {
                leaveHost(host);
            }
        } finally {
            changed();
        }
    }

    private void leaveHost(Object host) {
        perAddress.computeIfPresent(host, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Sets the task that runs, on any thread, whenever there may be room for another connection. */
    public void whenRoom(Runnable roomAgain) {
        this.roomAgain = roomAgain;
    }

    /** Refuses all newcomers from now on. */
    public void stop() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** Call this after {@link #stop}. Completes when the last connection and the last attempt have ended. */
    CompletableFuture<Void> empty() {
        endIfEmpty();
        return empty;
    }

    private void endIfEmpty() {
        if (stopping && !isOccupied()) {
            empty.complete(null);
        }
    }
}
