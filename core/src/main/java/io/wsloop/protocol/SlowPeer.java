package io.wsloop.protocol;

/**
 * How far a slow peer may be behind. What the socket took is not read yet: both systems hold some of it, and a peer cannot
 * answer a ping or a close frame before it has read the bytes ahead of it. A peer that reads is taken to read at least
 * about 30 kB/s, so a count of bytes and a point in time are all that a connection keeps.
 */
final class SlowPeer {
    /** A slow peer reads a byte in 2^15 nanoseconds. */
    private static final int NANOS_PER_BYTE_SHIFT = 15;

    /** The systems hold no more than this between two programs. */
    private static final int MOST_UNREAD = 16 << 20;

    /** A peer reads this many bytes at once, so fewer are no delay. */
    private static final int READ_AT_ONCE = 64 << 10;

    private SlowPeer() {}

    /**
     * The bytes that the peer may not have read yet.
     *
     * @param before the bytes that it may not have read at the last write
     * @param nanos the time that has passed since
     * @param taken the bytes that the socket took now
     */
    static int unread(int before, long nanos, long taken) {
        long left = Math.max(0, before - (nanos >> NANOS_PER_BYTE_SHIFT));
        return (int) Math.min(left + taken, MOST_UNREAD);
    }

    /** By when the peer has read all bytes that it may not have read at that time. */
    static long readBy(long since, int unread) {
        return since + ((long) Math.max(0, unread - READ_AT_ONCE) << NANOS_PER_BYTE_SHIFT);
    }

    /** Whether so much is unread that the answer to a ping may be late. */
    static boolean isFarBehind(int unread) {
        return unread > READ_AT_ONCE;
    }
}
