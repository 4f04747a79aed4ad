package io.wsloop.protocol;

/**
 * Points in time at which a wait ends, in nanoseconds of a clock such as {@link System#nanoTime}. Such a clock may be
 * negative and may wrap around, so its values are compared by their difference, never with {@code <}. Any thread.
 */
public final class Deadline {
    /** No deadline. This is not a point in time, so it must not be compared by difference. */
    public static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /**
     * The deadline of a wait.
     *
     * @param since the point in time from which it counts
     * @param patience how long it lasts, in nanoseconds
     * @return a point in time; never {@link #NEVER}, though the sum may hit that value by chance
     */
    public static long after(long since, long patience) {
        long at = since + patience;
        return at == NEVER ? NEVER - 1 : at;
    }

    /**
     * Whether a deadline has come.
     *
     * @param deadline a point in time, or {@link #NEVER}
     * @param now a point in time
     * @return true from the deadline's nanosecond on
     */
    public static boolean isDue(long deadline, long now) {
        return deadline != NEVER && deadline - now <= 0;
    }

    /**
     * The deadline that comes first.
     *
     * @param a a point in time, or {@link #NEVER}
     * @param b a point in time, or {@link #NEVER}
     * @return {@link #NEVER} only when both are
     */
    public static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return Math.min(a, b);
        }
        return a - b < 0 ? a : b;
    }

    /**
     * The later of two points in time.
     *
     * @param a a point in time
     * @param b a point in time
     * @return one of the two
     */
    public static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
