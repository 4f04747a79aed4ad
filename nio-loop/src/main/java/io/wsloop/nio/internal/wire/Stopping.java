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
 * Ends a server or a client: no new connections, close frames with 1001 to all, a wait, and an abort of those that are left.
 * Any thread.
 */
public final class Stopping {
    /** How long {@link #await} waits after the grace period for the aborts. */
    private static final Duration CUT = Duration.ofSeconds(2);

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

    /** A copy, so that no caller can complete it for the others. */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /** @param refuseNewcomers runs on the first loop, before everything else */
    public CompletableFuture<Void> begin(Duration grace, Runnable refuseNewcomers) {
        Durations.notNegative("grace", grace);
        if (begun.compareAndSet(false, true)) {
            population.stop();
            EventLoop first = loops.get(0);
            // A turn later, because only the next select gives the listening socket back to the system.
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
            cutAfter(grace);
        } else if (grace.isZero()) {
            cutAfter(grace);
        }
        return done();
    }

    private void waitForAll() {
        population.empty().thenRun(() -> {
            endLoops.run();
            done.complete(null);
        });
    }

    private void cutAfter(Duration grace) {
        for (EventLoop loop : loops) {
            if (grace.isZero()) {
                loop.offer(() -> cut(loop));
            } else {
                try {
                    loop.schedule(grace, () -> cut(loop));
                } catch (RejectedExecutionException e) {
                    // The loop has ended, and its connections with it.
                }
            }
        }
    }

    private void cut(EventLoop loop) {
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

    /** False when the calling thread would wait for itself, or for a loop that makes no turns. */
    public boolean canWait() {
        for (EventLoop loop : loops) {
            if (loop.inLoop() || !loop.isDriven()) {
                return false;
            }
        }
        return true;
    }

    public void await(Duration grace) {
        if (!canWait()) {
            return;
        }
        try {
            done.get(grace.plus(CUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // The caller has waited as long as it was promised.
        }
    }
}
