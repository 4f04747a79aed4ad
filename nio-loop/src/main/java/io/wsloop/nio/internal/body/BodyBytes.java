package io.wsloop.nio.internal.body;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A body as far as it came, in pieces. Nothing is copied as it grows. The free room at its end is at most a quarter of what
 * has come, or 4 KiB. One thread at a time.
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

    /** The memory of all pieces. */
    public long heldBytes() {
        return (long) size - used + piece.length;
    }

    /**
     * Takes bytes, and allocates no more than is still expected.
     *
     * @param count at most {@code expected}
     * @param expected how many may come from here on, these included
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

    /** Hands all of it over in one array, and keeps nothing. */
    public byte[] release() {
        byte[] whole = full.isEmpty() && used == piece.length ? piece : copy();
        full.clear();
        piece = NOTHING;
        used = 0;
        size = 0;
        return whole;
    }

    /** All of it in one new array. */
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
