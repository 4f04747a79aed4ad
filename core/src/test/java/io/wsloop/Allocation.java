package io.wsloop;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling thread has allocated. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes since the thread began. */
    public static long ofThisThread() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** The bytes while the work runs. */
    public static long of(Runnable work) {
        long before = ofThisThread();
        work.run();
        return ofThisThread() - before;
    }
}
