package io.wsloop.nio.internal.dial;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A parked, non-daemon thread keeps the process alive for as long as the reason holds. Any thread.
 */
public final class KeepAlive {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final BooleanSupplier reason;

    /** Guarded by this object for writing. */
    private volatile @Nullable Thread thread;

    /** The latest that was let go. */
    private volatile @Nullable Thread ending;

    public KeepAlive(BooleanSupplier reason) {
        this.reason = reason;
    }

    /** To be called after every change of the reason; calls of several threads may come in any order. */
    public synchronized void update() {
        Thread parked = thread;
        if (reason.getAsBoolean() == (parked != null)) {
            return;
        }
        if (parked != null) {
            thread = null;
            ending = parked;
            LockSupport.unpark(parked);
            return;
        }
        Thread started = new Thread(null, this::park, "wsloop-keeps-alive-" + NUMBER.incrementAndGet(), 0, false);
        started.setDaemon(false);
        thread = started;
        try {
            started.start();
        } catch (OutOfMemoryError e) {
            // The system has no thread left. Connections are worth more than the life of a main that has returned.
            thread = null;
        }
    }

    private void park() {
        while (thread == Thread.currentThread()) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    /** Waits for the thread to have ended, when its reason is gone; that takes no more than its waking up. */
    public void await() {
        Thread last = ending;
        if (thread == null && last != null) {
            try {
                last.join(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
