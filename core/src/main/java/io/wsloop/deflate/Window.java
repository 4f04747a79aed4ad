package io.wsloop.deflate;

import java.util.Arrays;
import java.util.zip.Inflater;

/**
 * The LZ77 sliding window of a receiver: the last 2<sup>w</sup> bytes that it decompressed. With them, any inflater can
 * go on where another one stopped. The array grows with the bytes that come.
 */
final class Window {
    private static final int FIRST_CAPACITY = 1024;

    private final int size;
    private byte[] ring = new byte[0];
    /** The index of the next byte; while the ring is not full, also the number of bytes in it. */
    private int next;

    private boolean full;

    Window(int bits) {
        size = 1 << bits;
    }

    /** Appends decompressed bytes. */
    void append(byte[] bytes, int offset, int length) {
        int count = Math.min(length, size);
        int from = offset + length - count;
        makeRoom(count);
        int first = Math.min(count, ring.length - next);
        System.arraycopy(bytes, from, ring, next, first);
        System.arraycopy(bytes, from + first, ring, 0, count - first);
        next += count;
        if (next >= size) {
            next -= size;
            full = true;
        }
    }

    /** Gives the window to an inflater at the beginning of a stream. */
    void loadInto(Inflater inflater) {
        if (full) {
            inflater.setDictionary(ring, next, size - next);
        }
        if (next > 0) {
            inflater.setDictionary(ring, 0, next);
        }
    }

    void clear() {
        next = 0;
        full = false;
    }

    private void makeRoom(int count) {
        if (ring.length < size && next + count > ring.length) {
            int wanted = Math.max(FIRST_CAPACITY, Math.max(next + count, ring.length * 2));
            ring = Arrays.copyOf(ring, Math.min(size, wanted));
        }
    }
}
