package io.wsloop.loop;

/**
 * Expires once, on the loop's thread, when its time has come, and at most once a turn. Then it is no longer armed. {@link EventLoop#arm} and
 * {@link EventLoop#armBy} set the time.
 *
 * <p>A timer may expire before a deadline that has moved on. {@link #expired} then compares the deadline with the clock and arms
 * the timer again. A message that postpones a deadline therefore need not move the timer, and costs nothing.
 */
public abstract class Timer {
    /** The time of a timer that waits for nothing. It never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The place of a timer that is not armed. */
    static final int NOWHERE = -1;

    /** The time at which an armed timer is due. */
    long at;

    /** The timer's index in the queue's heap, or less than {@link #NOWHERE} while it waits among the {@link DueTimers}. */
    int place = NOWHERE;

    /** Makes a timer that is not armed. */
    protected Timer() {}

    /**
     * The time has come. If this throws, {@link LoopOptions#errors} hears of it, and the loop drops a timer that is also a
     * {@link Registered}. Loop thread.
     */
    protected abstract void expired();

    /**
     * Says whether this timer is armed. Loop thread.
     *
     * @return false before it is armed, and after it has expired or was disarmed
     */
    public final boolean isArmed() {
        return place != NOWHERE;
    }
}
