package io.wsloop.nio;

import io.wsloop.CloseCause;
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

/** How a server or a client ends: lets nobody in, says 1001 to all, waits, cuts. Any thread. */
final class Stopping {
    /** What the caller waits longer than the grace, for the cut itself. */
    private static final Duration CUT = Duration.ofSeconds(2);

    private final List<EventLoop> loops;
    private final Population population;
    private final Runnable endLoops;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Stopping(List<EventLoop> loops, Population population, Runnable endLoops) {
        this.loops = loops;
        this.population = population;
        this.endLoops = endLoops;
    }

    /** A copy, so that no caller can complete it for the others. */
    CompletableFuture<Void> done() {
        return done.copy();
    }

    /** @param letNobodyIn runs on the first loop, before everything else */
    CompletableFuture<Void> begin(Duration grace, Runnable letNobodyIn) {
        Durations.notNegative("grace", grace);
        if (begun.compareAndSet(false, true)) {
            population.stop();
            EventLoop first = loops.get(0);
            // Two turns: only the next select gives the listening socket back to the system.
            boolean begins = first.offer(() -> {
                letNobodyIn.run();
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
                    // It has ended, and cut its connections itself.
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

    /** Whether the end comes about while the calling thread waits: it is not the thread that has to do it. */
    boolean canWait() {
        for (EventLoop loop : loops) {
            if (loop.inLoop() || !loop.isDriven()) {
                return false;
            }
        }
        return true;
    }

    void await(Duration grace) {
        if (!canWait()) {
            return;
        }
        try {
            done.get(grace.plus(CUT).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // Cut or not, the caller has waited as long as was promised.
        }
    }
}
