package io.wsloop.nio;

/** A task that waits for its time on a loop; made by {@link EventLoop#schedule}. Any thread. */
public final class Scheduled implements AutoCloseable {
    private final EventLoop loop;
    private final long at;
    private final TimerQueue.Timer timer;
    private volatile boolean cancelled;

    Scheduled(EventLoop loop, long at, Runnable task) {
        this.loop = loop;
        this.at = at;
        timer = new TimerQueue.Timer() {
            @Override
            void expired() {
                if (!cancelled) {
                    task.run();
                }
            }
        };
    }

    void arm() {
        if (!cancelled) {
            loop.timers().arm(timer, at);
        }
    }

    /** Takes the task back: it will not begin any more. Does nothing when it has run. */
    @Override
    public void close() {
        cancelled = true;
        if (loop.inLoop()) {
            loop.timers().disarm(timer);
        }
    }
}
