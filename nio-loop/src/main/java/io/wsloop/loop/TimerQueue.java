package io.wsloop.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a loop, earliest first. Every timer knows its place in a binary heap, so moving and disarming it needs no search
 * and no allocation. Loop thread.
 *
 * <p>Times are nanoseconds of the loop's clock. They may be negative and may wrap around, so the queue compares them by their
 * difference and never with {@code <}.
 */
final class TimerQueue {
    private @Nullable Timer[] heap = new Timer[16];
    private int size;

    int size() {
        return size;
    }

    /** The time of the earliest timer, or {@link Timer#NEVER}. */
    long next() {
        return size == 0 ? Timer.NEVER : at(0).at;
    }

    /** Arms the timer for this time. An armed timer moves to it. */
    void arm(Timer timer, long at) {
        timer.at = at;
        if (timer.place < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            timer.place = size++;
        }
        sift(timer);
    }

    /** Arms the timer unless it is armed for an earlier time. {@link Timer#NEVER} changes nothing. */
    void armBy(Timer timer, long at) {
        if (at != Timer.NEVER && (timer.place < 0 || at - timer.at < 0)) {
            arm(timer, at);
        }
    }

    /** Disarms the timer. No effect on a timer that is not armed. */
    void disarm(Timer timer) {
        int place = timer.place;
        if (place < 0) {
            return;
        }
        timer.place = -1;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            last.place = place;
            sift(last);
        }
    }

    /** Disarms and returns the earliest timer if its time has come. Null otherwise. */
    @Nullable
    Timer pollDue(long now) {
        if (size == 0 || at(0).at - now > 0) {
            return null;
        }
        Timer due = at(0);
        disarm(due);
        return due;
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
