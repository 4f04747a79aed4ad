package io.wsloop.nio.internal.dial;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the process alive as long as a reason holds, by a parked thread that is not a daemon. Any thread.
 */
public final class KeepAlive {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final BooleanSupplier reason;

    /** The thread that keeps the process alive; null while none does. Written under the lock of this object. */
    private volatile @Nullable Thread thread;

    /** The thread that was released last. */
    private volatile @Nullable Thread ending;

    public KeepAlive(BooleanSupplier reason) {
        this.reason = reason;
    }

    /** Starts or releases the thread. Call this after every change of the reason. Calls of several threads may come in any order. */
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
            // The system has no thread left. The connections work without it, as long as another thread keeps the
            // process alive.
            thread = null;
        }
    }

    private void park() {
        while (thread == Thread.currentThread()) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    /** Waits up to 100 ms for a released thread to end. Returns at once while the reason holds. */
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
