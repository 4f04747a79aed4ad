package io.wsloop.loop;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads with names that a thread dump shows: wsloop-1, wsloop-2 and so on. Any thread. */
final class LoopThreads implements ThreadFactory {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final boolean daemon;

    /** A server's loops keep the process alive, a client's do not. */
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
