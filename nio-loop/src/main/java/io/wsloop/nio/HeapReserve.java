package io.wsloop.nio;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Memory that is given up when the heap is full, so that there is room to drop connections in. One for all loops of the
 * process. Any thread.
 *
 * <p>G1 puts new objects into whole free regions only, so a reserve that shares a region with other objects makes no room
 * at all. An array of more than half a region has its region, or regions, to itself.
 */
final class HeapReserve {
    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory();

    /** As large as G1 makes them for this heap. */
    private static final int REGION_BYTES =
            (int) Long.highestOneBit(Math.min(32 << 20, Math.max(1 << 20, MOST_MEMORY / 2048)));

    private static final int BYTES = REGION_BYTES / 2 + (64 << 10);

    /** A heap with room for an array of this size is not full. Less an array's header, which would take a region more. */
    static final int ROOM_BYTES = (int) Math.min(4 << 20, Math.max(1 << 20, MOST_MEMORY / 32)) - 64;

    private static volatile byte @Nullable [] held = new byte[BYTES];

    private HeapReserve() {}

    static boolean isHeld() {
        return held != null;
    }

    static void release() {
        held = null;
    }

    /** Sets the memory aside again, if the heap has room for it by now. */
    static void refill() {
        try {
            held = new byte[BYTES];
        } catch (OutOfMemoryError e) {
            // The heap is full still; this is tried again.
        }
    }

    static boolean hasRoom() {
        try {
            Reference.reachabilityFence(new byte[ROOM_BYTES]);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }
}
