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
 * Drops owners of channels: one that failed, the heaviest when the heap is full, and all when the loop ends. Loop thread.
 *
 * <p>Every method drops first and calls the error handler afterwards, because a full heap has room for the message only after the
 * drop. No method throws an exception of the error handler or an OutOfMemoryError, because a full heap has no room even for a
 * string that is used for the first time.
 */
final class Shedding {
    /** The loop waits this long before it refills the reserve, because each attempt may collect the whole heap. */
    private static final long REFILL_NANOS = Duration.ofSeconds(1).toNanos();

    /** After one error the loop sheds at most this often, because each test for room may collect the whole heap. */
    private static final int MOST_SHEDDINGS = 4;

    /** Freeing this many bytes or less is not worth a connection. */
    private static final int LEAST_WORTH_SHEDDING = 4 << 10;

    private final ErrorHandler errors;
    private final Selecting selecting;
    private final LongSupplier now;

    /** When the loop last gave up the reserve, or failed to refill it. Nanoseconds of the loop's clock. */
    private long reserveMissedAt;

    Shedding(ErrorHandler errors, Selecting selecting, LongSupplier now) {
        this.errors = errors;
        this.selecting = selecting;
        this.now = now;
    }

    /** Refills the reserve if the loop gave it up a second ago or earlier. Call this once a turn. */
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

    /** Drops an owner that failed, and calls the error handler. */
    void failed(Registered registered, Throwable error) {
        // Not requireNonNull: a full heap has no room for a constant that is used for the first time.
        if (registered == null || error == null) {
            throw new NullPointerException(registered == null ? "registered" : "error");
        }
        if (isOutOfMemory(error)) {
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
            closeChannels(registered);
            try {
                Faults.tell(errors, "dropping ", registered, e);
            } catch (Throwable second) {
                // See the class comment.
            }
        }
    }

    /**
     * Closes the channels of an owner whose drop failed. They would stay ready, so each turn would call the owner and drop it
     * again, and their peers would wait for an end that no one sends.
     */
    private void closeChannels(Registered registered) {
        try {
            for (SelectionKey key : selecting.keys()) {
                if (key.attachment() == registered) {
                    key.cancel();
                    key.channel().close();
                }
            }
        } catch (Throwable second) {
            // The owner's own error says more. A full heap may have no room for the walk: the next drop tries again.
        }
    }

    /**
     * Drops the heaviest owners until the heap has room, if the error is an OutOfMemoryError. Dropping only one would leave the
     * heap nearly full, and the next error might hit a connection that holds little. It drops nothing while the heap has room, for
     * example after the allocation of an array that no heap could hold.
     */
    void heapMayBeFull(Throwable error) {
        if (error == null) {
            throw new NullPointerException("error");
        }
        if (!isOutOfMemory(error)) {
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

    private static boolean isOutOfMemory(Throwable error) {
        return error instanceof OutOfMemoryError;
    }

    /** Drops the heaviest owners one after the other until enough is free. Returns how many bytes they held. */
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
            // The heap has no room to look at the others. The heaviest so far has to do.
        }
        return heaviest;
    }

    /** Drops all owners, listening sockets first, and closes the selector, because the loop ends. */
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
