package io.wsloop.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a loop, earliest first. Every timer knows its place in a binary heap, so moving and disarming it needs no search
 * and no allocation. The loop takes all due timers out of the heap before it calls the first of them. Loop thread.
 *
 * <p>Times are nanoseconds of the loop's clock. They may be negative and may wrap around, so the queue compares them by their
 * difference and never with {@code <}.
 */
final class TimerQueue {
    private @Nullable Timer[] heap = new Timer[16];
    private int size;
    private final DueTimers due = new DueTimers();

    /** True once the loop has ended. No timer will expire. */
    private boolean closed;

    /** The number of armed timers. */
    int size() {
        return size + due.size();
    }

    /** The number of timers that {@link #pollTaken} will return. */
    int taken() {
        return due.size();
    }

    /** The time of the earliest timer that is not taken, or {@link Timer#NEVER}. */
    long next() {
        return size == 0 ? Timer.NEVER : at(0).at;
    }

    /**
     * Arms the timer for this time. An armed timer moves to it, and a taken one is no longer taken. {@link Timer#NEVER} disarms
     * the timer, because a difference with it says nothing. A closed queue arms nothing.
     */
    void arm(Timer timer, long at) {
        if (at == Timer.NEVER || closed) {
            disarm(timer);
            return;
        }
        if (due.holds(timer)) {
            due.remove(timer);
        }
        checkPlace(timer);
        timer.at = at;
        if (timer.place == Timer.NOWHERE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            timer.place = size++;
        }
        sift(timer);
    }

    /** Arms the timer unless it is taken or armed for an earlier time. {@link Timer#NEVER} changes nothing. */
    void armBy(Timer timer, long at) {
        boolean changes = !timer.isArmed() || (at - timer.at < 0 && !due.holds(timer));
        if (at != Timer.NEVER && changes) {
            arm(timer, at);
        }
    }

    /** Disarms the timer. No effect on a timer that is not armed. */
    void disarm(Timer timer) {
        if (!timer.isArmed()) {
            return;
        }
        if (due.holds(timer)) {
            due.remove(timer);
            return;
        }
        checkPlace(timer);
        int place = timer.place;
        timer.place = Timer.NOWHERE;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            last.place = place;
            sift(last);
        }
    }

    /**
     * Takes all timers whose time has come, earliest first and behind those taken before. A taken timer is still armed.
     *
     * @throws OutOfMemoryError when the heap is full; the timers that are not taken keep their times
     */
    void takeDue(long now) {
        while (isDue(now)) {
            due.makeRoom();
            Timer next = at(0);
            disarm(next);
            due.add(next);
        }
    }

    /** Disarms and returns the next taken timer. Null if there is none. */
    @Nullable
    Timer pollTaken() {
        return due.poll();
    }

    /** Disarms all timers, so that another loop may arm them, and arms no further one. */
    void close() {
        closed = true;
        while (size > 0) {
            disarm(at(size - 1));
        }
        while (due.size() > 0) {
            due.poll();
        }
    }

    private boolean isDue(long now) {
        return size > 0 && at(0).at - now <= 0;
    }

    /** A timer of another queue would take the place of a timer of this one. */
    private void checkPlace(Timer timer) {
        int place = timer.place;
        if (place != Timer.NOWHERE && (place < 0 || place >= size || heap[place] != timer)) {
            throw new IllegalStateException("the timer is armed on another loop; disarm it there first: " + timer);
        }
    }

    /** Moves the timer up or down the heap to its right place. */
    private void sift(Timer timer) {
        int place = timer.place;
        while (place > 0) {
            Timer parent = at((place - 1) >>> 1);
            if (timer.at - parent.at >= 0) {
                break;
            }
            place = put(parent, place);
        }
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && at(child + 1).at - at(child).at < 0) {
                child++;
            }
            if (at(child).at - timer.at >= 0) {
                break;
            }
            place = put(at(child), place);
        }
        heap[place] = timer;
        timer.place = place;
    }

    /** Moves a timer to a free place. Returns the place that becomes free. */
    private int put(Timer timer, int place) {
        int left = timer.place;
        heap[place] = timer;
        timer.place = place;
        return left;
    }

    private Timer at(int place) {
        Timer timer = heap[place];
        assert timer != null;
        return timer;
    }
}
