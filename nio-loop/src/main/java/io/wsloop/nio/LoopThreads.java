package io.wsloop.nio;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads whose names tell in a thread dump what they are. */
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
