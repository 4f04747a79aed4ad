package io.wsloop.protocol;

/**
 * Estimates how far behind a slow peer is. The socket takes bytes before the peer reads them: the operating systems of
 * both ends hold some. A peer cannot answer a ping or a close frame before it has read the bytes ahead of it. We assume
 * that it reads at least about 30 kB/s. So a connection needs to keep only a number of bytes and a point in time.
 *
 * <p>A driver needs this class only if its socket takes other bytes before the engine is made, such as answers in HTTP.
 * It calls {@link #unread} at each write, and tells the engine by {@link Protocol#peerHasUnread}. Any thread.
 */
public final class SlowPeer {
    /** A slow peer reads one byte in 2^15 nanoseconds. */
    private static final int NANOS_PER_BYTE_SHIFT = 15;

    /** The operating systems hold no more than this between two programs. */
    private static final int MOST_UNREAD = 16 << 20;

    /** A peer reads this many bytes at once, so fewer bytes are no delay. */
    private static final int READ_AT_ONCE = 64 << 10;

    private SlowPeer() {}

    /**
     * The bytes that the peer may not have read yet.
     *
     * @param before the result at the last write; 0 before the first one
     * @param nanos the time since the last write, in nanoseconds
     * @param taken the bytes that the socket took now; 0 at any other time
     * @return bytes, at most 16 MiB: the operating systems hold no more
     */
    public static int unread(int before, long nanos, long taken) {
        long left = Math.max(0, before - (nanos >> NANOS_PER_BYTE_SHIFT));
        return (int) Math.min(left + taken, MOST_UNREAD);
    }

    /** When the peer has read the bytes that it may not have read at the given time. */
    static long readBy(long since, int unread) {
        return since + ((long) Math.max(0, unread - READ_AT_ONCE) << NANOS_PER_BYTE_SHIFT);
    }

    /** True if the peer may be so far behind that its answer to a ping is late. */
    static boolean isFarBehind(int unread) {
        return unread > READ_AT_ONCE;
    }
}
