package io.wsloop.loop;

import java.util.function.LongSupplier;

/** Reads the clock once a turn, and returns the same time until the next turn. Loop thread. */
final class TurnClock implements LongSupplier {
    private final LongSupplier clock;

    /** The time of this turn, or of the turn before until this turn has read the clock. */
    private long now;

    /** True once this turn has read the clock. */
    private boolean isRead;

    TurnClock(LongSupplier clock) {
        this.clock = clock;
        now = clock.getAsLong();
    }

    void begin() {
        isRead = false;
    }

    /** Reads the clock at the first call of a turn, which comes after the wait and before the first byte is read. */
    long read() {
        if (!isRead) {
            isRead = true;
            now = clock.getAsLong();
        }
        return now;
    }

    @Override
    public long getAsLong() {
        return now;
    }
}
