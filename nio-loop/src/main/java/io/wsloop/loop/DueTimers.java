package io.wsloop.loop;

import org.jspecify.annotations.Nullable;

/**
 * The timers that the loop has found due and will call, in order. A timer that arms itself again is not among them, so it waits
 * until all of these have had their call. A waiting timer knows its place, so removing it needs no search. Loop thread.
 */
final class DueTimers {
    private static final int SMALLEST = 16;

    /** A longer array is released once it is empty. */
    private static final int LARGEST_KEPT = 4096;

    /** The place of the timer at index 0. The next ones have lower places, so no place is that of a timer in the heap. */
    private static final int FIRST_PLACE = Timer.NOWHERE - 1;

    /** Takes the place of a long array, without an allocation. */
    private final @Nullable Timer[] small = new Timer[SMALLEST];

    /** Null where a timer was removed. */
    private @Nullable Timer[] timers = small;

    /** The index of the next timer. */
    private int first;

    /** The index after the last timer. */
    private int end;

    /** The number of timers. */
    private int count;

    int size() {
        return count;
    }

    boolean holds(Timer timer) {
        int index = FIRST_PLACE - timer.place;
        return index >= 0 && index < end && timers[index] == timer;
    }

    /** Makes room for one more timer. Only this method allocates. */
    void makeRoom() {
        if (end < timers.length) {
            return;
        }
        @Nullable Timer[] target = count > timers.length / 2 ? new Timer[timers.length * 2] : timers;
        int kept = 0;
        for (int i = first; i < end; i++) {
            Timer timer = timers[i];
            if (timer != null) {
                timers[i] = null;
                target[kept] = timer;
                timer.place = FIRST_PLACE - kept++;
            }
        }
        timers = target;
        first = 0;
        end = kept;
    }

    /** Adds a timer that is not armed, behind the others. It is armed from here on. */
    void add(Timer timer) {
        timers[end] = timer;
        timer.place = FIRST_PLACE - end++;
        count++;
    }

    /** Disarms a timer that this holds. */
    void remove(Timer timer) {
        timers[FIRST_PLACE - timer.place] = null;
        timer.place = Timer.NOWHERE;
        count--;
        if (count == 0) {
            timers = timers.length > LARGEST_KEPT ? small : timers;
            first = 0;
            end = 0;
        }
    }

    /** Disarms and returns the next timer. Null if there is none. */
    @Nullable
    Timer poll() {
        while (first < end) {
            Timer next = timers[first++];
            if (next != null) {
                remove(next);
                return next;
            }
        }
        return null;
    }
}
