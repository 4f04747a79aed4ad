package io.wsloop.loop;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Holds an array that a loop gives up when the heap is full, because dropping connections needs a little memory. All loops of the
 * process share one. Any thread.
 *
 * <p>G1 puts new objects only into free regions. An array of more than half a region has its regions alone, so releasing it frees
 * them. Releasing a smaller array would free no region.
 */
final class HeapReserve {
    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory();

    /** The region size that G1 chooses for this heap, in bytes. */
    private static final int REGION_BYTES =
            (int) Long.highestOneBit(Math.min(32 << 20, Math.max(1 << 20, MOST_MEMORY / 2048)));

    private static final int BYTES = REGION_BYTES / 2 + (64 << 10);

    /** A heap with room for an array of this size is not full. 64 bytes less keep the array's header within the same regions. */
    static final int ROOM_BYTES = (int) Math.min(4 << 20, Math.max(1 << 20, MOST_MEMORY / 32)) - 64;

    private static volatile byte @Nullable [] held = new byte[BYTES];

    private HeapReserve() {}

    static boolean isHeld() {
        return held != null;
    }

    static void release() {
        held = null;
    }

    /** Allocates the array again if the heap has room for it. */
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
