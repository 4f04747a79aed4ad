package io.wsloop.loop;

import java.util.ArrayList;

/**
 * Those that are to be flushed at a turn's end, in the order in which they asked. Two lists change places, so that one that
 * asks during a flush waits for the next turn. Loop thread.
 */
final class FlushQueue {
    private ArrayList<Registered> added = new ArrayList<>();
    private ArrayList<Registered> batch = new ArrayList<>();

    /** How many of the batch have been flushed. */
    private int flushed;

    /** Makes both lists long enough for this many, so that a full heap cannot keep one of them from being flushed. */
    void ensureCapacity(int all) {
        added.ensureCapacity(added.size() + all);
        batch.ensureCapacity(all);
    }

    void add(Registered registered) {
        added.add(registered);
    }

    boolean isEmpty() {
        return added.isEmpty() && flushed == batch.size();
    }

    /** Begins a turn's flush: how many {@link #next} has. What the turn before left over comes first, alone. */
    int begin() {
        if (flushed == batch.size()) {
            ArrayList<Registered> emptied = batch;
            emptied.clear();
            batch = added;
            added = emptied;
            flushed = 0;
        }
        return batch.size() - flushed;
    }

    Registered next() {
        Registered next = batch.get(flushed++);
        if (flushed == batch.size()) {
            batch.clear();
            flushed = 0;
        }
        return next;
    }
}
