package io.wsloop.nio;

import io.wsloop.protocol.Deadline;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The loop's timers, earliest first: a binary heap in which every timer knows its place, so that it can be moved or
 * taken out without a search and without allocating. Loop thread.
 *
 * <p>Times are nanoseconds of the loop's clock, which may be negative and may wrap around: they are compared by their
 * difference, never with {@code <}.
 */
final class TimerQueue {
    /** What {@link #next} answers when nothing is armed, and what an engine announces when it waits for nothing. */
    static final long NONE = Deadline.NEVER;

    /**
     * Something that wants to be told when its time has come. It is told once and is out of the queue then; it may be
     * early, for whoever moves a deadline on need not move the timer: it looks again and arms itself anew. That makes a
     * deadline that every message postpones cost a message nothing.
     */
    abstract static class Timer {
        private long at;
        private int place = -1;

        /** Loop thread. */
        abstract void expired();

        final boolean isArmed() {
            return place >= 0;
        }
    }

    private @Nullable Timer[] heap = new Timer[16];
    private int size;

    int size() {
        return size;
    }

    /** When the earliest timer is due, or {@link #NONE}. */
    long next() {
        return size == 0 ? NONE : at(0).at;
    }

    /** Puts the timer in, or moves it, to be told at this time. */
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

    /** Arms the timer only if it would be told later than this, or not at all; {@link #NONE} changes nothing. */
    void armBy(Timer timer, long at) {
        if (at != NONE && (timer.place < 0 || at - timer.at < 0)) {
            arm(timer, at);
        }
    }

    /** Takes the timer out, if it is in. */
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

    /** Takes out and returns the earliest timer if its time has come, or null. */
    @Nullable
    Timer pollDue(long now) {
        if (size == 0 || at(0).at - now > 0) {
            return null;
        }
        Timer due = at(0);
        disarm(due);
        return due;
    }

    /** Brings the timer from where it thinks it is to where its time belongs: up, or else down. */
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

    /** Moves a timer to a free place and returns the place that it leaves free. */
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
