package io.wsloop.loop;

import io.wsloop.nio.internal.report.Faults;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drops what failed, those that hold most memory when the heap is full, and everything when the loop ends. Every method drops first
 * and tells afterwards, because a full heap has room for the words only then. None throws what an error handler throws, nor
 * an error for want of memory: a full heap has no room even for a string that is used for the first time. Loop thread.
 */
final class Shedding {
    /** The reserve is refilled this long after it was given up: an attempt may be a collection of the whole heap. */
    private static final long REFILL_NANOS = Duration.ofSeconds(1).toNanos();

    /** How often room is looked for after one error; each look may be a collection of the whole heap. */
    private static final int MOST_SHEDDINGS = 4;

    /** Less is not worth a connection. */
    private static final int LEAST_WORTH_SHEDDING = 4 << 10;

    private final ErrorHandler errors;
    private final Selecting selecting;
    private final LongSupplier now;

    /** When the reserve was last given up, or could not be refilled. */
    private long reserveMissedAt;

    Shedding(ErrorHandler errors, Selecting selecting, LongSupplier now) {
        this.errors = errors;
        this.selecting = selecting;
        this.now = now;
    }

    /** Sets the reserve aside again, if it was given up a while ago. To be called once a turn. */
    void refillReserve() {
        if (!HeapReserve.isHeld() && now.getAsLong() - reserveMissedAt >= REFILL_NANOS) {
            reserveMissedAt = now.getAsLong();
            HeapReserve.refill();
        }
    }

    private void giveUpReserve() {
        HeapReserve.release();
        reserveMissedAt = now.getAsLong();
    }

    /** Drops one that failed, and tells. */
    void failed(Registered registered, Throwable error) {
        if (isOfMemory(error)) {
            giveUpReserve();
        }
        drop(registered, error);
        heapMayBeFull(error);
        try {
            Faults.tell(errors, "", registered, error);
        } catch (Throwable second) {
            // See the class comment.
        }
    }

    void timerFailed(Timer timer, Throwable error) {
        if (timer instanceof Registered registered) {
            failed(registered, error);
            return;
        }
        heapMayBeFull(error);
        try {
            Faults.tell(errors, "a timer", error);
        } catch (Throwable second) {
            // See the class comment.
        }
    }

    void taskFailed(Throwable error) {
        heapMayBeFull(error);
        try {
            Faults.tell(errors, "a task", error);
        } catch (Throwable second) {
            // See the class comment.
        }
    }

    void drop(Registered registered, Throwable cause) {
        try {
            registered.drop(cause);
        } catch (Throwable e) {
            try {
                Faults.tell(errors, "dropping ", registered, e);
            } catch (Throwable second) {
                // See the class comment.
            }
        }
    }

    /**
     * Drops those that hold most memory until there is room again, if the error says that the heap is full. One alone would
     * make room for the next error only, which would end a connection that holds little. An error while there is room, as
     * of an array that no heap could hold, drops nothing.
     */
    void heapMayBeFull(Throwable error) {
        if (!isOfMemory(error)) {
            return;
        }
        giveUpReserve();
        boolean room = HeapReserve.hasRoom();
        for (int i = 0; i < MOST_SHEDDINGS && !room && shed(error) > 0; i++) {
            room = HeapReserve.hasRoom();
        }
        if (room) {
            // At once: the same turn may fill the heap again.
            HeapReserve.refill();
        }
    }

    private static boolean isOfMemory(Throwable error) {
        return error instanceof OutOfMemoryError;
    }

    /** Drops the heaviest, one after the other, until enough is free; returns how many bytes they held. */
    private long shed(Throwable error) {
        long freed = 0;
        while (freed < 2L * HeapReserve.ROOM_BYTES) {
            Registered heaviest = heaviest();
            if (heaviest == null) {
                break;
            }
            freed += heaviest.heldBytes();
            drop(heaviest, error);
            try {
                Faults.tell(errors, "a full heap, for which the heaviest was dropped: ", heaviest, error);
            } catch (Throwable second) {
                // See the class comment.
            }
        }
        return freed;
    }

    private @Nullable Registered heaviest() {
        Registered heaviest = null;
        long most = LEAST_WORTH_SHEDDING;
        try {
            for (SelectionKey key : selecting.keys()) {
                Registered registered = (Registered) key.attachment();
                long held = registered == null || !key.isValid() ? 0 : registered.heldBytes();
                if (held > most) {
                    most = held;
                    heaviest = registered;
                }
            }
        } catch (Throwable second) {
            // The heap has no room to look at the others: it is the heaviest so far.
        }
        return heaviest;
    }

    /** The loop ends: drops everything, those first that say so, and closes the selector. */
    void dropAll() {
        Throwable closed = closedOrFull();
        try {
            dropThose(Registered::isDroppedFirst, closed);
            dropThose(registered -> true, closed);
        } finally {
            try {
                selecting.close();
            } catch (Throwable e) {
                Faults.tell(errors, "closing the selector", e);
            }
        }
    }

    private void dropThose(Predicate<Registered> which, Throwable closed) {
        for (SelectionKey key : selecting.keys()) {
            Registered registered = (Registered) key.attachment();
            if (registered != null && which.test(registered)) {
                drop(registered, closed);
            }
        }
    }

    private static Throwable closedOrFull() {
        try {
            return loopClosed();
        } catch (Error full) {
            return full;
        }
    }

    static IOException loopClosed() {
        return new IOException("the event loop was closed");
    }
}
