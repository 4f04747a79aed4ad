package io.wsloop.loop;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * An array that is given up when the heap is full: dropping connections needs a little memory. All loops of the process
 * share one. Any thread.
 *
 * <p>G1 puts new objects into free regions only. An array of more than half a region shares its regions with no other
 * object, so they become free when the array does; a smaller array would free none.
 */
final class HeapReserve {
    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory();

    /** The size of a region that G1 chooses for this heap. */
    private static final int REGION_BYTES =
            (int) Long.highestOneBit(Math.min(32 << 20, Math.max(1 << 20, MOST_MEMORY / 2048)));

    private static final int BYTES = REGION_BYTES / 2 + (64 << 10);

    /** A heap with room for an array of this size is not full. The array's header is taken off: it would need a region more. */
    static final int ROOM_BYTES = (int) Math.min(4 << 20, Math.max(1 << 20, MOST_MEMORY / 32)) - 64;

    private static volatile byte @Nullable [] held = new byte[BYTES];

    private HeapReserve() {}

    static boolean isHeld() {
        return held != null;
    }

    static void release() {
        held = null;
    }

    /** Makes the array again, if the heap has room for it. */
    static void refill() {
        try {
            held = new byte[BYTES];
        } catch (OutOfMemoryError e) {
            // The heap is still full; the loop tries again later.
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
