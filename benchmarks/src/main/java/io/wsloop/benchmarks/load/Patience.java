package io.wsloop.benchmarks.load;

import java.time.Duration;

/** For how long a count may stand still. */
final class Patience {
    private final long nanos;
    private long seen;
    private long since = System.nanoTime();

    Patience(Duration most) {
        this.nanos = most.toNanos();
    }

    /** Whether the count has not changed for too long. */
    boolean isOver(long count) {
        if (count != seen) {
            reset(count);
        }
        return System.nanoTime() - since > nanos;
    }

    void reset(long count) {
        seen = count;
        since = System.nanoTime();
    }
}
