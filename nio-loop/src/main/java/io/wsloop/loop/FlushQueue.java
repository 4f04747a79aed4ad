package io.wsloop.loop;

import java.util.ArrayList;

/**
 * The owners that the loop flushes at the end of a turn, in the order in which they asked. Two lists change places, so an owner
 * that asks during a flush waits for the next turn. Loop thread.
 */
final class FlushQueue {
    private ArrayList<Registered> added = new ArrayList<>();
    private ArrayList<Registered> batch = new ArrayList<>();

    /** How many of the batch have been flushed. */
    private int flushed;

    /** Makes both lists long enough for this many owners, so that {@link #add} needs no memory when the heap is full. */
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

    /** Begins the flush of a turn: returns how often to call {@link #next}. Owners left from the last turn come first, alone. */
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
