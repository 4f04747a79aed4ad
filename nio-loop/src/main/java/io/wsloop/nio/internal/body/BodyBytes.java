package io.wsloop.nio.internal.body;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects a body in pieces, so that growing copies nothing. The free room at its end is at most 4 KiB or a quarter of the body.
 * One thread at a time.
 */
public final class BodyBytes {
    private static final int SMALLEST_PIECE = 4 << 10;
    private static final byte[] NOTHING = new byte[0];

    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] piece = NOTHING;
    private int used;
    private int size;

    public int size() {
        return size;
    }

    /** The memory of all pieces, in bytes. */
    public long heldBytes() {
        return (long) size - used + piece.length;
    }

    /**
     * Copies bytes out of a buffer. It never allocates more than the expected rest of the body.
     *
     * @param count how many bytes to take, at most {@code expected}
     * @param expected the largest number of bytes that may still come, these included
     */
    public void take(ByteBuffer in, int count, long expected) {
        for (int left = count; left > 0; ) {
            if (used == piece.length) {
                begin(expected - (count - left));
            }
            int now = Math.min(left, piece.length - used);
            in.get(piece, used, now);
            used += now;
            size += now;
            left -= now;
        }
    }

    private void begin(long expected) {
        if (used > 0) {
            full.add(piece);
        }
        piece = new byte[(int) Math.min(expected, Math.max(SMALLEST_PIECE, size / 4))];
        used = 0;
    }

    /** Returns the whole body in one array that belongs to the caller, and keeps nothing. */
    public byte[] release() {
        byte[] whole = full.isEmpty() && used == piece.length ? piece : copy();
        full.clear();
        piece = NOTHING;
        used = 0;
        size = 0;
        return whole;
    }

    /** Returns the whole body in a new array. */
    public byte[] copy() {
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] one : full) {
            System.arraycopy(one, 0, whole, at, one.length);
            at += one.length;
        }
        System.arraycopy(piece, 0, whole, at, used);
        return whole;
    }
}
