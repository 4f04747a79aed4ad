package io.wsloop.nio.internal.wire;

import io.wsloop.CloseCause;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.Registered;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Ends a server or a client in four steps: it refuses newcomers, closes every WebSocket with status 1001, waits for the grace
 * period, and aborts the connections that are left. Any thread.
 */
public final class Stopping {
    /** {@link #await} waits this much longer than the grace period, so that the aborts can happen. */
    private static final Duration ABORT_WAIT = Duration.ofSeconds(2);

    private final List<EventLoop> loops;
    private final Population population;
    private final Runnable endLoops;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    public Stopping(List<EventLoop> loops, Population population, Runnable endLoops) {
        this.loops = loops;
        this.population = population;
        this.endLoops = endLoops;
    }

    /** Completes when the last connection has ended. Each caller has a separate copy and cannot complete another's. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /**
     * Begins to stop. A second call has no effect, except that a grace of zero aborts at once.
     *
     * @param grace how long connections may take for their closing handshakes; not negative
     * @param refuseNewcomers runs on the first loop, before the wait for the connections
     */
    public CompletableFuture<Void> begin(Duration grace, Runnable refuseNewcomers) {
        Durations.notNegative("grace", grace);
        if (begun.compareAndSet(false, true)) {
            population.stop();
            EventLoop first = loops.get(0);
            // The wait begins a turn later, because only the next select gives the listening socket back to the system.
            boolean begins = first.offer(() -> {
                refuseNewcomers.run();
                if (!first.offer(this::waitForAll)) {
                    waitForAll();
                }
            });
            if (!begins) {
                waitForAll();
            }
            for (EventLoop loop : loops) {
                loop.offer(() -> each(loop, Connection::stop));
            }
            abortAfter(grace);
        } else if (grace.isZero()) {
            abortAfter(grace);
        }
        return done();
    }

    private void waitForAll() {
        population.empty().thenRun(() -> {
            endLoops.run();
            done.complete(null);
        });
    }

    private void abortAfter(Duration grace) {
        for (EventLoop loop : loops) {
            if (grace.isZero()) {
                loop.offer(() -> abortAll(loop));
            } else {
                try {
                    loop.schedule(grace, () -> abortAll(loop));
                } catch (RejectedExecutionException e) {
                    // The loop has ended and has dropped its connections.
                }
            }
        }
    }

    private void abortAll(EventLoop loop) {
        IOException cause = new IOException("cut, because the time to stop in was over");
        each(loop, connection -> connection.abort(CloseCause.STOPPED, cause));
    }

    private void each(EventLoop loop, Consumer<Connection> act) {
        for (Registered registered : loop.registered()) {
            if (registered instanceof Connection connection && connection.isOf(population)) {
                try {
                    act.accept(connection);
                } catch (Throwable e) {
                    loop.failed(connection, e);
                }
            }
        }
    }

    /** False when the calling thread is a loop's, or when no thread makes turns of a loop: a wait would never end. */
    public boolean canWait() {
        for (EventLoop loop : loops) {
            if (loop.inLoop() || !loop.isDriven()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Blocks until all connections have ended, at most two seconds longer than the grace period. Returns at once unless {@link
     * #canWait}.
     */
    public void await(Duration grace) {
        if (!canWait()) {
            return;
        }
        try {
            done.get(grace.plus(ABORT_WAIT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // The caller has waited as long as it was promised.
        }
    }
}
