package io.wsloop.loop;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a loop, in the order in which they were added. Any thread adds, the loop's thread takes.
 *
 * <p>Two arrays change places. Threads fill one under a lock, which they hold for a store and an increment. The loop empties the
 * other without a lock. A task that adds a task therefore never lengthens its batch. Once the arrays have their size, no call
 * allocates. The queue releases an array that grew large after its last task.
 */
final class TaskQueue {
    private static final int SMALLEST = 64;

    /** The queue does not keep a longer array for the next batch. */
    private static final int LARGEST_KEPT = 4096;

    /** Stands for an array that was released. */
    private static final @Nullable Runnable[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private @Nullable Runnable[] added = new Runnable[SMALLEST];

    /** Guarded by the lock; read without it by {@link #isEmpty}. */
    private volatile int addedCount;

    /** Guarded by the lock. */
    private boolean closed;

    /** The array that the loop's thread empties. */
    private @Nullable Runnable[] batch = new Runnable[SMALLEST];

    private int batchCount;
    private int taken;

    /** Adds a task. False when the queue is closed. Any thread. */
    boolean add(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            int count = addedCount;
            if (count == added.length) {
                added = Arrays.copyOf(added, count * 2);
            }
            added[count] = task;
            addedCount = count + 1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** True if no task waits. It may miss a task that another thread is just adding. Loop thread. */
    boolean isEmpty() {
        return taken == batchCount && addedCount == 0;
    }

    /** Takes the oldest task. Null if there is none. Loop thread. */
    @Nullable
    Runnable poll() {
        if (taken == batchCount && !swap()) {
            return null;
        }
        Runnable task = batch[taken];
        batch[taken++] = null;
        if (taken == batchCount && batch.length > LARGEST_KEPT) {
            batch = NONE;
            batchCount = 0;
            taken = 0;
        }
        return task;
    }

    /** The number of tasks that {@link #poll} can take now. Loop thread. */
    int size() {
        return batchCount - taken + addedCount;
    }

    /** Refuses further tasks. {@link #poll} still returns the earlier ones. Any thread. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean swap() {
        if (addedCount == 0) {
            return false;
        }
        @Nullable Runnable[] emptied = batch == NONE ? new Runnable[SMALLEST] : batch;
        lock.lock();
        try {
            batch = added;
            batchCount = addedCount;
            added = emptied;
            addedCount = 0;
        } finally {
            lock.unlock();
        }
        taken = 0;
        return true;
    }
}
