package io.wsloop.nio.internal.wire;

import io.wsloop.loop.EventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spare connections in the order in which they became spare. Only one is asked to close at a time, so that a newcomer costs
 * one connection. Any thread.
 */
public final class Spares {
    /** A connection that may have to give way. */
    public interface Spare {
        /** The loop that the connection is registered with. */
        EventLoop eventLoop();

        /** Closes the connection at once, unless it has begun another request meanwhile. Loop thread. */
        void giveWay();
    }

    private final Set<Spare> oldestFirst = new LinkedHashSet<>();

    /** True from the moment a connection is asked to give way until it has answered. */
    private boolean asked;

    synchronized void add(Spare spare) {
        oldestFirst.add(spare);
    }

    /** Removes a connection. Does nothing if it was asked to give way, because {@link #ask} has removed it. */
    synchronized void remove(Spare spare) {
        oldestFirst.remove(spare);
    }

    /** Removes and returns the connection that must give way. Null if there is none, or while another has not answered. */
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

    /** The connection has given way, or has begun another request. */
    synchronized void answered() {
        asked = false;
    }

    /** True if {@link #ask} would return a connection. */
    synchronized boolean canAsk() {
        return !asked && !oldestFirst.isEmpty();
    }

    synchronized int count() {
        return oldestFirst.size();
    }
}
