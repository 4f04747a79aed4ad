package io.wsloop.loop;

/**
 * A timer is told once, on the loop's thread, when its time has come; then it is no longer armed. {@link EventLoop#arm} and
 * its companions say when.
 *
 * <p>A timer may be told early: the owner of a deadline that moves on need not move the timer, since the timer looks at the
 * deadline when it is told and arms itself anew. A deadline that every message postpones then costs a message nothing.
 */
public abstract class Timer {
    /** In place of a time, for a timer that waits for nothing. It is no point in time and is never reached. */
    public static final long NEVER = Long.MAX_VALUE;

    /** When it is due, while it is armed. */
    long at;

    /** Its index in the queue's heap, or -1. */
    int place = -1;

    /** A timer that is not armed. */
    protected Timer() {}

    /**
     * The time has come. A timer that is a {@link Registered} too is dropped when this throws; any other error is told to
     * {@link LoopOptions#errors}. Loop thread.
     */
    protected abstract void expired();

    /**
     * Whether the loop will tell this timer.
     *
     * @return false before it is armed, and after it was told or disarmed
     */
    public final boolean isArmed() {
        return place >= 0;
    }
}
