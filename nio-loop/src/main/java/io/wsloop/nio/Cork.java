package io.wsloop.nio;

import java.nio.ByteBuffer;

/**
 * A loop's staging buffer, in which the replies of the connection that is being read are collected. One connection has it
 * at a time, so what belongs to that time lies here and not with each of them. Loop thread.
 */
final class Cork {
    private final ByteBuffer staging;
    private boolean taken;
    private long drained;

    Cork(int bytes) {
        staging = ByteBuffer.allocateDirect(bytes);
    }

    /** False when another connection has it. */
    boolean take() {
        if (taken) {
            return false;
        }
        taken = true;
        staging.clear();
        return true;
    }

    /** For whoever took it. */
    ByteBuffer staging() {
        return staging;
    }

    /** So many bytes went on to the socket already. */
    void drained(int bytes) {
        drained += bytes;
    }

    /** Ends what {@link #take} began, and says how many bytes were drained since. */
    long release() {
        long bytes = drained;
        drained = 0;
        taken = false;
        return bytes;
    }
}
