package io.wsloop.nio;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;

/** One selector, one thread, its tasks and timers. runOnce is the loop, run repeats it. */
public final class EventLoop implements Executor, Runnable, AutoCloseable {
    private EventLoop() {}

    /** Not running yet: call run on a thread, or runOnce step by step. */
    public static EventLoop open(LoopOptions options) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Any thread: the one door. One coalesced wake-up. RejectedExecutionException after the loop has ended. */
    @Override
    public void execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    /** Any thread: runs the task on the loop after the delay; close() of the result takes it back. */
    public AutoCloseable schedule(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }

    public boolean inLoop() {
        throw new UnsupportedOperationException();
    }

    /** One turn; waits at most timeout for readiness (zero: does not wait). How much was done; 0 = an idle turn. */
    public int runOnce(Duration timeout) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException();
    }

    /** Turns so far; any thread. */
    public long turns() {
        throw new UnsupportedOperationException();
    }

    /** Any thread: ends the loop and every connection on it. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
