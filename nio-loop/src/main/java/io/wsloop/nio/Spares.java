package io.wsloop.nio;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spare connections in the order in which they became spare. Only one is asked to close at a time, so that a newcomer costs
 * one connection. Any thread.
 */
final class Spares {
    /** A connection that may have to give way. */
    interface Spare {
        /** Its loop. */
        EventLoop eventLoop();

        /** On its loop: closes the connection at once, unless it has begun to ask something meanwhile. */
        void giveWay();
    }

    private final Set<Spare> oldestFirst = new LinkedHashSet<>();

    /** One was asked to give way and has not done so yet. */
    private boolean asked;

    synchronized void add(Spare spare) {
        oldestFirst.add(spare);
    }

    /** No effect on one that was asked to give way. */
    synchronized void remove(Spare spare) {
        oldestFirst.remove(spare);
    }

    /** The one that is to give way, which is no longer among these; null when there is none, or one was asked already. */
    synchronized @Nullable Spare ask() {
        Iterator<Spare> first = oldestFirst.iterator();
        if (asked || !first.hasNext()) {
            return null;
        }
        asked = true;
        Spare oldest = first.next();
        first.remove();
        return oldest;
    }

    /** The one that was asked has given way, or has a reason not to. */
    synchronized void answered() {
        asked = false;
    }

    /** Whether {@link #ask} would find one. */
    synchronized boolean canAsk() {
        return !asked && !oldestFirst.isEmpty();
    }

    synchronized int count() {
        return oldestFirst.size();
    }
}
