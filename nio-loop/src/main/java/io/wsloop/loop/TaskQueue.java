package io.wsloop.loop;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a loop is to run, in the order in which they were added. Any thread adds, the loop's thread takes.
 *
 * <p>Two arrays change places: producers fill one under a lock held for a store and an increment, the loop empties the
 * other without a lock. A task that adds a task therefore never lengthens the batch that it runs in, and nothing is
 * allocated once the arrays have their size. An array that grew large is released with its last task.
 */
final class TaskQueue {
    private static final int SMALLEST = 64;

    /** An array longer than this is not kept for the next batch. */
    private static final int LARGEST_KEPT = 4096;

    /** In place of an array that was released. */
    private static final @Nullable Runnable[] NONE = {};

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private @Nullable Runnable[] added = new Runnable[SMALLEST];

    /** Guarded by the lock; read without it by {@link #isEmpty}. */
    private volatile int addedCount;

    /** Guarded by the lock. */
    private boolean closed;

    /** The loop's thread takes from it. */
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

    /** Loop thread: true when there is nothing to take. May miss a task that is being added at this moment. */
    boolean isEmpty() {
        return taken == batchCount && addedCount == 0;
    }

    /** Loop thread: takes the task that was added first, or null when there is none. */
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

    /** Loop thread: how many tasks {@link #poll} has at this moment. */
    int size() {
        return batchCount - taken + addedCount;
    }

    /** Any thread: refuses further tasks; {@link #poll} still has those that were added. */
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
