package io.wsloop.nio;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A task that waits for its time on a loop; made by {@link EventLoop#schedule}. Any thread. */
public final class Scheduled implements AutoCloseable {
    private final EventLoop loop;
    private final long at;
    private final Timer timer = new Timer() {
        @Override
        protected void expired() {
            Runnable due = task;
            task = null;
            if (due != null) {
                due.run();
            }
        }
    };

    /** Null once it has begun or was taken back, so that nothing it refers to is held until its time. */
    private volatile @Nullable Runnable task;

    Scheduled(EventLoop loop, long at, Runnable task) {
        this.loop = loop;
        this.at = at;
        this.task = task;
    }

    void arm() {
        if (task != null) {
            loop.arm(timer, at);
        }
    }

    /** Takes the task back: it will not begin any more, and is let go at once. Does nothing when it has run. */
    @Override
    public void close() {
        if (task == null) {
            return;
        }
        task = null;
        try {
            loop.onLoop(() -> loop.disarm(timer));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and its timers with it.
        }
    }
}
