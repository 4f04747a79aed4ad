package io.wsloop.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the socket did not take, and what came behind it: chunks in order, each ready to be read from. Small frames share
 * one, large payloads have one each, prepared frames are views.
 */
final class Backlog {
    /** As many buffers as one gathering write takes. */
    private static final int GATHERED = 16;

    private static final int FIRST_CHUNK_BYTES = 512;
    /** Also the largest payload that is worth sharing a chunk. */
    static final int CHUNK_BYTES = 8 << 10;

    /** Stands where no buffer waits any more, so that a written one is not held. */
    private static final ByteBuffer GAP = ByteBuffer.allocate(0);

    private ByteBuffer[] waiting = new ByteBuffer[4];
    private int count;

    /** The last of waiting, positioned where the next small frame may be put; null when that is no chunk of ours. */
    private @Nullable ByteBuffer tail;

    private long bytes;
    /** Of what buffers() gave last. */
    private long offered;

    private boolean stalled;

    boolean isEmpty() {
        return count == 0;
    }

    long bytes() {
        return bytes;
    }

    /** All that waits. The next write may take the first {@link #gathered} of it; after it comes {@link #consumed}. */
    ByteBuffer[] buffers() {
        offered = 0;
        for (int i = 0; i < gathered(); i++) {
            offered += waiting[i].remaining();
        }
        return waiting;
    }

    int gathered() {
        return Math.min(count, GATHERED);
    }

    /** Lets go of what was taken of the offered. */
    void consumed() {
        int written = gathered();
        int done = 0;
        while (done < written && !waiting[done].hasRemaining()) {
            done++;
        }
        bytes -= offered;
        offered = 0;
        for (int i = done; i < written; i++) {
            bytes += waiting[i].remaining();
        }
        count -= done;
        System.arraycopy(waiting, done, waiting, 0, count);
        Arrays.fill(waiting, count, count + done, GAP);
        if (count == 0) {
            tail = null;
        }
        stalled = done < written;
    }

    /** Whether the socket did not take all it was offered the last time. */
    boolean isStalled() {
        return stalled;
    }

    /** It did not, before any of this came to wait. */
    void stall() {
        stalled = true;
    }

    /** A buffer of its own, which nobody else changes from here on. */
    void append(ByteBuffer buffer) {
        add(buffer);
        tail = null;
    }

    /** Where the next few bytes may be put; after that comes {@link #settle}. */
    ByteBuffer room(int length) {
        ByteBuffer end = tail;
        if (end == null || end.remaining() < length) {
            // The first is small: most often it takes one frame, in a connection that then is idle again.
            end = ByteBuffer.allocate(count == 0 ? Math.max(length, FIRST_CHUNK_BYTES) : CHUNK_BYTES);
            add(end.duplicate().limit(0));
            tail = end;
        }
        return end;
    }

    /** Counts what was put into {@link #room}. */
    void settle() {
        ByteBuffer end = tail;
        if (end != null) {
            ByteBuffer last = waiting[count - 1];
            bytes += end.position() - last.limit();
            last.limit(end.position());
        }
    }

    private void add(ByteBuffer buffer) {
        if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, count * 2);
        }
        waiting[count++] = buffer;
        bytes += buffer.remaining();
    }
}
