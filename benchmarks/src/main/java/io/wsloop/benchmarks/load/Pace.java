package io.wsloop.benchmarks.load;

import java.util.concurrent.TimeUnit;

/**
 * When events that come at a given rate are due: the first at the beginning, and each of the others an interval after the one
 * before, whatever the server does. Latency counts from that time and not from when the event happened, so a pause of the
 * server, or of this generator, costs every event that was due in it (no coordinated omission).
 */
public final class Pace {
    /** A selector's time-out is in milliseconds: nearer than this the generator spins. */
    private static final long SPIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final double nanosBetween;
    private final long begin;
    private long next;

    /** Sets the rate, and when the first event is due, as {@link System#nanoTime} tells it. */
    public Pace(double perSecond, long begin) {
        this.nanosBetween = 1e9 / perSecond;
        this.begin = begin;
    }

    /** Says when an event is due; events are numbered from 0. */
    public long due(long number) {
        return begin + (long) (number * nanosBetween);
    }

    /** The number of the next event. */
    long next() {
        return next;
    }

    boolean isDue(long now) {
        return due(next) - now <= 0;
    }

    /** Passes on to the event after the next, and says when the next was due. */
    long take() {
        return due(next++);
    }

    /** How long a selector may wait before the next event. */
    long pauseMillis() {
        return due(next) - System.nanoTime() > SPIN_NANOS ? 1 : 0;
    }
}
