package io.wsloop.nio;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want done on the loop, in the order of their calls: any thread adds, the loop's thread takes.
 *
 * <p>Two arrays change places: producers fill one under a lock held for a store and an increment, the loop empties the
 * other without a lock. A task that adds a task therefore never lengthens the batch that it runs in, and nothing is
 * allocated once the arrays have their size. After a rush an array that grew large is let go
 * with its last task.
 */
final class TaskQueue {
    private static final int SMALLEST = 64;

    /** An array longer than this is not kept for the next batch. */
    private static final int LARGEST_KEPT = 4096;

    /** In place of an array that is let go. */
    private static final @Nullable Runnable[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private @Nullable Runnable[] added = new Runnable[SMALLEST];

    /** Guarded by the lock; read without it by {@link #isEmpty}. */
    private volatile int addedCount;

    /** Guarded by the lock. */
    private boolean closed;

    /** The loop's. */
    private @Nullable Runnable[] batch = new Runnable[SMALLEST];

    private int batchCount;
    private int taken;

    /** Any thread: false when the queue is closed. */
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

    /** Loop thread: whether there is nothing to take. May miss a task that is being added at this moment. */
    boolean isEmpty() {
        return taken == batchCount && addedCount == 0;
    }

    /** Loop thread: the next task, or null. Those that were added first come first. */
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

    /** Loop thread: how many tasks {@link #poll} is going to hand out, as far as is known now. */
    int size() {
        return batchCount - taken + addedCount;
    }

    /** Any thread: takes no more tasks; those that were added are still handed out. */
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
