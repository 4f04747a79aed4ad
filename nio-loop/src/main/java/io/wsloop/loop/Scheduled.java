package io.wsloop.loop;

import org.jspecify.annotations.Nullable;

/** A task that waits for its time on a loop; {@link EventLoop#schedule} makes it. Any thread. */
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

    /** Null once the task has begun or was taken back, so that the timer does not hold what the task refers to. */
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

    /** Takes the task back: it does not begin any more, and this object refers to it no longer. No effect once it has begun. */
    @Override
    public void close() {
        if (task == null) {
            return;
        }
        task = null;
        // A loop that has ended tells no timer.
        loop.onLoop(() -> loop.disarm(timer));
    }
}
