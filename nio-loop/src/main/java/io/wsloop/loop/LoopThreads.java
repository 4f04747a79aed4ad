package io.wsloop.loop;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of loops, and names them wsloop-1, wsloop-2 and so on for thread dumps. Any thread. */
final class LoopThreads implements ThreadFactory {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final boolean daemon;

    /** @param daemon false for the loops of a server, which keep the process alive; true for a client's */
    LoopThreads(boolean daemon) {
        this.daemon = daemon;
    }

    @Override
    public Thread newThread(Runnable loop) {
        Thread thread = new Thread(loop, "wsloop-" + NUMBER.incrementAndGet());
        thread.setDaemon(daemon);
        return thread;
    }
}
