package io.wsloop.nio;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What passes between a connection's loop and the other threads that send on it. Made for the first of them, or once
 * bytes wait that they are to know of: a connection that is idle, or served by its loop alone, has none. Any thread.
 */
final class OtherThreads {
    /** In place of two objects more. */
    private static final AtomicLongFieldUpdater<OtherThreads> QUEUED =
            AtomicLongFieldUpdater.newUpdater(OtherThreads.class, "queued");

    private static final AtomicReferenceFieldUpdater<OtherThreads, @Nullable Fragmentation> FRAGMENTATION =
            AtomicReferenceFieldUpdater.newUpdater(OtherThreads.class, Fragmentation.class, "fragmentation");

    /** Bytes that were handed in and not yet given to the engine. */
    private volatile long queued;

    /** Null until the first message that is sent in fragments, by whichever thread. */
    private volatile @Nullable Fragmentation fragmentation;

    /** Bytes that waited in the engine when the connection last came to rest. */
    private volatile long written;

    /** Somebody was told CONGESTED, which the engine knows nothing of. */
    private volatile boolean owesDrained;

    /** Adds to what waits, and says how much waited before, the engine's included. */
    long handIn(int bytes) {
        return written + QUEUED.getAndAdd(this, bytes);
    }

    /** Takes back what {@link #handIn} added: it is given to the engine, or refused. */
    void take(int bytes) {
        QUEUED.addAndGet(this, -bytes);
    }

    long queued() {
        return queued;
    }

    long written() {
        return written;
    }

    /** Lets other threads see how much waits in the engine. Written only when changed, for it is a fence. */
    void publish(long pending) {
        if (pending != written) {
            written = pending;
        }
    }

    boolean owesDrained() {
        return owesDrained;
    }

    void oweDrained(boolean owed) {
        owesDrained = owed;
    }

    @Nullable
    Fragmentation fragmentation() {
        return fragmentation;
    }

    /** This one, or the one that another thread came with first. */
    Fragmentation fragmentation(Fragmentation mine) {
        Fragmentation first = fragmentation;
        if (first != null) {
            return first;
        }
        return FRAGMENTATION.compareAndSet(this, null, mine) ? mine : fragmentation(mine);
    }
}
