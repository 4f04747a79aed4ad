package io.wsloop.nio.internal.wire;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of one server or client over all its loops, and says whether one more may come. Any thread.
 *
 * <pre>
 *   entered ──▶ HANDSHAKE ◀──▶ SPARE
 *                   └────▶ OPEN
 * </pre>
 *
 * A connection is in handshake while a request, a body or an answer is under way. A spare connection has none of these; it
 * keeps its place until a newcomer needs it. Open connections are WebSockets.
 */
public final class Population {
    private final int maxConnections;
    private final int maxHandshakes;
    private final int maxPerAddress;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final Spares spares = new Spares();

    /** A client's attempts to connect, which are no connections yet. */
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

    /** Counts one more attempt to connect; false when the client stops. */
    public boolean enterAttempt() {
        attempts.incrementAndGet();
        // Asked after the count: either the stop sees this attempt, or this attempt sees the stop.
        if (stopping) {
            leftAttempt();
            return false;
        }
        return true;
    }

    /** An attempt that was counted has ended. If it succeeded, its connection has entered before. */
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

    /**
     * True while a connection or an attempt exists. Attempts are read first: an attempt enters as a connection before it
     * leaves as an attempt.
     */
    public boolean isOccupied() {
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

    /** Whether the next one may be accepted. */
    public boolean hasRoom() {
        return connections.get() < maxConnections && handshakes() < maxHandshakes;
    }

    /** Whether {@link #makeRoom} would help a newcomer that waits. */
    public boolean canMakeRoom() {
        return connections.get() >= maxConnections && handshakes() < maxHandshakes && spares.canAsk();
    }

    /** A newcomer waits: asks the connection that has been spare for longest to close, if its place would help. */
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
                // Its loop has ended, and closes it.
                answered();
            }
        } catch (Error e) {
            // The heap is full. The next newcomer asks another one.
            spares.answered();
            throw e;
        }
    }

    private void answered() {
        spares.answered();
        roomAgain.run();
    }

    /**
     * Counts one more, or refuses it: this host has its share, or everything ends.
     *
     * @param host null for one that no quota counts
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

    /** A connection in handshake has answered everything that it was asked. */
    public void spare(Spares.Spare spare) {
        spares.add(spare);
        handshakes.decrementAndGet();
        roomAgain.run();
    }

    /** A spare connection is in handshake again, or about to leave. */
    public void busy(Spares.Spare spare) {
        handshakes.incrementAndGet();
        spares.remove(spare);
    }

    /**
     * A connection that entered has ended. A spare one calls {@link #busy} before.
     *
     * @param host as it entered
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

    /** Has a task run, on any thread, whenever there may be room for one more. */
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

    /** To be called after {@link #stop}: completes when the last connection and the last attempt have ended. */
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
