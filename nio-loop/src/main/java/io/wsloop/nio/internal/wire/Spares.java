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
        /** Its loop. */
        EventLoop eventLoop();

        /** On its loop: closes the connection at once, unless it has begun another request meanwhile. */
        void giveWay();
    }

    private final Set<Spare> oldestFirst = new LinkedHashSet<>();

    /** True while a connection that was asked to give way has not answered. */
    private boolean asked;

    synchronized void add(Spare spare) {
        oldestFirst.add(spare);
    }

    /** No effect on a connection that was asked to give way: it is no longer among these. */
    synchronized void remove(Spare spare) {
        oldestFirst.remove(spare);
    }

    /** Takes out the connection that is to give way; null when there is none, or while another has not answered yet. */
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

    /** The connection that was asked has given way, or has begun another request. */
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
