package io.wsloop.loop;

import java.util.function.LongSupplier;

/** The time of a turn: reads a clock once a turn and answers the same time until the next. Loop thread. */
final class TurnClock implements LongSupplier {
    private final LongSupplier clock;

    /** The time of this turn; until this turn has read the clock, the time of the one before. */
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

    /** To be called at the first use in a turn: after the wait, before the first byte is read. */
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
