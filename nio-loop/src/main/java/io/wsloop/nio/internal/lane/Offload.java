package io.wsloop.nio.internal.lane;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs what blocks, which is reading files, off the loops. A server's own pool has {@link #THREADS} threads and takes at
 * most {@link #MOST_WAITING} tasks besides those that run. A full pool refuses a task: it neither blocks the caller nor runs
 * the task on the caller's thread. Any thread.
 */
public final class Offload implements AutoCloseable {
    /** Four threads hide the latency of a local disk. */
    public static final int THREADS = 4;

    /** As many as the requests that a server has under way, see the server's {@code maxHandshakes}. */
    public static final int MOST_WAITING = 1024;

    private static final int IDLE_SECONDS = 10;

    private final Executor executor;

    /** Null when the executor is the application's, which is bounded by its own rules and outlives its users. */
    private final @Nullable ThreadPoolExecutor own;

    private final Semaphore room = new Semaphore(MOST_WAITING);

    private Offload(Executor executor, @Nullable ThreadPoolExecutor own) {
        this.executor = executor;
        this.own = own;
    }

    /** A pool of daemon threads that start with the first task and end when there is none for a while. */
    public static Offload pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "wsloop-offload");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return new Offload(pool, pool);
    }

    /** Hands each task to an executor of the application. {@link #close} does not shut it down. */
    public static Offload to(Executor executor) {
        return new Offload(executor, null);
    }

    /**
     * Runs the first step of new work.
     *
     * @return fails with what the task throws; with a {@link RejectedExecutionException} when the pool is full or closed, or
     *     the application's executor refuses
     */
    public <T> CompletableFuture<T> begin(Callable<T> task) {
        if (own == null) {
            return run(task, () -> {});
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(new RejectedExecutionException("the server's " + THREADS
                    + " threads that read files are busy, and " + MOST_WAITING
                    + " tasks wait for them: give it more threads with offload(executor)"));
        }
        return run(task, room::release);
    }

    /**
     * Runs the next step of work that has begun. It has room in a full pool too, so that a flood of new requests cuts no
     * file short. Each connection waits for one such step at most.
     *
     * @return as {@link #begin} does
     */
    public <T> CompletableFuture<T> next(Callable<T> task) {
        return run(task, () -> {});
    }

    /** @param started called once, when the task starts or is refused */
    private <T> CompletableFuture<T> run(Callable<T> task, Runnable started) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                started.run();
                try {
                    result.complete(task.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException refused) {
            started.run();
            result.completeExceptionally(
                    own == null ? refused : new RejectedExecutionException("the server was stopped", refused));
        } catch (RuntimeException | Error failure) {
            // An executor that fails has not run the task. The system may have no thread left.
            started.run();
            result.completeExceptionally(failure);
        }
        return result;
    }

    /**
     * Closes a file that was read here. When the executor refuses, the calling thread closes it: nobody else would, and the
     * process would run out of descriptors.
     */
    public void release(Closeable file) {
        try {
            executor.execute(() -> close(file));
        } catch (RuntimeException | Error refused) {
            close(file);
        }
    }

    private static void close(Closeable file) {
        try {
            file.close();
        } catch (IOException e) {
            // The file was only read, so nothing is lost.
        }
    }

    /** Takes no more tasks. Its threads end after those that wait. An executor of the application goes on. */
    @Override
    public void close() {
        if (own != null) {
            own.shutdown();
        }
    }
}
