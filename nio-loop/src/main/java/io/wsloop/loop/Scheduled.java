package io.wsloop.loop;

import org.jspecify.annotations.Nullable;

/** A task of {@link EventLoop#schedule} that waits for its time. Any thread. */
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

    /** Null once the task has begun or is cancelled, so that the garbage collector can free the task's objects. */
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

    /** Cancels the task and releases it. No effect once the task has begun. A cancel on another thread may come too late. */
    @Override
    public void close() {
        if (task == null) {
            return;
        }
        task = null;
        // If the loop has ended, no timer expires any more.
        loop.onLoop(() -> loop.disarm(timer));
    }
}
