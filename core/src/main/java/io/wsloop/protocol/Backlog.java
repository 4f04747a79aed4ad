package io.wsloop.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the socket did not take, and what came behind it, in order. Small frames share chunks, long payloads are cut into
 * pieces, and prepared frames are views of bytes that other connections share.
 *
 * <p>The memory held is at most 1.25 times {@link #bytes} and 4 KiB, whatever mix of frames waits: frames are cut at the
 * end of a chunk, small views are copied, and a buffer that is mostly written is replaced by its rest. A view counts with
 * the bytes that are left of it. Draining is linear in the bytes and buffers that wait.
 */
final class Backlog {
    /** One gathering write takes up to this many buffers. */
    private static final int GATHERED = 64;

    private static final int FIRST_CHUNK_BYTES = 512;
    /** Also the longest payload that shares chunks. */
    private static final int CHUNK_BYTES = 1 << 10;

    /** A longer payload is cut, so that its first bytes can be let go before its last are written. */
    private static final int PIECE_BYTES = 32 << 10;

    /** Behind a few buffers, a shorter view is copied: the objects of a view would weigh more than its bytes. */
    private static final int SMALL_VIEW_BYTES = 1 << 10;

    private static final int FEW_BUFFERS = 4;

    /** A chunk that no view stands behind has room for this much again: less is not worth a buffer object. */
    private static final int REOPENED_BYTES = 256;

    /** This much of the first buffer may be written and held all the same, and an eighth of all that waits. */
    private static final int WRITTEN_BYTES = 512;

    /** Fills the places from which a buffer was taken, so that no written buffer is held. */
    private static final ByteBuffer GAP = ByteBuffer.allocate(0);

    private ByteBuffer[] waiting = new ByteBuffer[FEW_BUFFERS];
    private int head;
    private int count;

    /** The first of waiting, copied together for a write; null while they need not be copied. */
    private ByteBuffer @Nullable [] gathering;

    /** The chunk that the next small frame goes to, positioned behind its last; null when there is none with room. */
    private @Nullable ByteBuffer tail;

    /** The last of waiting is a window onto the tail, and grows with it. */
    private boolean tailIsLast;

    private long bytes;
    /** The sum of what the last call of buffers() offered. */
    private long offered;

    private boolean stalled;

    boolean isEmpty() {
        return count == 0;
    }

    long bytes() {
        return bytes;
    }

    /** The first {@link #gathered} buffers, for a write; then comes {@link #consumed}. What lies behind them is not meant. */
    ByteBuffer[] buffers() {
        int gathered = gathered();
        offered = 0;
        for (int i = head; i < head + gathered; i++) {
            offered += waiting[i].remaining();
        }
        if (head == 0) {
            return waiting;
        }
        if (count <= GATHERED) {
            moveToFront(waiting);
            return waiting;
        }
        ByteBuffer[] first = gathering == null ? new ByteBuffer[GATHERED] : gathering;
        System.arraycopy(waiting, head, first, 0, GATHERED);
        gathering = first;
        return first;
    }

    int gathered() {
        return Math.min(count, GATHERED);
    }

    /** Lets go of the buffers that were written whole. */
    void consumed() {
        int written = gathered();
        int done = 0;
        while (done < written && !waiting[head + done].hasRemaining()) {
            waiting[head + done] = GAP;
            done++;
        }
        bytes -= offered;
        offered = 0;
        for (int i = done; i < written; i++) {
            bytes += waiting[head + i].remaining();
        }
        head += done;
        count -= done;
        if (gathering != null) {
            Arrays.fill(gathering, GAP);
        }
        stalled = done < written;
        if (count == 0) {
            head = 0;
            tail = null;
            tailIsLast = false;
        } else {
            trimFirst();
            trimArray();
        }
    }

    /** Copies the rest of the first buffer when it is small beside what was written of it. */
    private void trimFirst() {
        ByteBuffer first = waiting[head];
        // A read-only buffer is a view: its bytes stay with the message, whatever is copied.
        if (first.isReadOnly() || first.position() <= WRITTEN_BYTES + (bytes >> 3)) {
            return;
        }
        if (count == 1) {
            tail = null;
            tailIsLast = false;
        }
        waiting[head] = ByteBuffer.allocate(first.remaining()).put(first).flip();
    }

    /** After a rush, an array that is mostly empty is let go. */
    private void trimArray() {
        if (count <= GATHERED) {
            gathering = null;
        }
        if (waiting.length > 2 * FEW_BUFFERS && count < waiting.length >> 2) {
            moveToFront(new ByteBuffer[waiting.length >> 1]);
        }
    }

    /** Whether the socket did not take all it was offered the last time. */
    boolean isStalled() {
        return stalled;
    }

    /** Says that the socket did not take all of what now begins to wait. */
    void stall() {
        stalled = true;
    }

    /** Appends whole frames that others share, which nobody changes. */
    void view(ByteBuffer frames) {
        if (count >= FEW_BUFFERS && frames.remaining() <= SMALL_VIEW_BYTES) {
            put(frames, frames.position(), frames.remaining());
        } else {
            add(frames.asReadOnlyBuffer());
        }
    }

    /** Appends a copy. */
    void put(byte[] from, int offset, int length) {
        int done = 0;
        while (done < length) {
            ByteBuffer room = roomFor(length - done);
            int n = Math.min(length - done, room.remaining());
            room.put(from, offset + done, n);
            done += n;
            settle();
        }
    }

    /** Appends a copy; the buffer's position stays. */
    void put(ByteBuffer from, int offset, int length) {
        int done = 0;
        while (done < length) {
            ByteBuffer room = roomFor(length - done);
            int at = room.position();
            int n = Math.min(length - done, room.remaining());
            room.put(at, from, offset + done, n).position(at + n);
            done += n;
            settle();
        }
    }

    /** Room for some of these bytes: what is left of the tail, then a piece, or a chunk that others will share. */
    private ByteBuffer roomFor(int length) {
        ByteBuffer end = tail;
        if (end != null && end.hasRemaining() && (tailIsLast || end.remaining() >= Math.min(length, REOPENED_BYTES))) {
            return open(end);
        }
        if (length > CHUNK_BYTES) {
            return open(ByteBuffer.allocate(Math.min(length, PIECE_BYTES)));
        }
        return open(chunk(length));
    }

    /** Room for a frame's header, which is not cut; after it is put, {@link #settle} counts it. */
    ByteBuffer room(int length) {
        ByteBuffer end = tail;
        return open(end != null && end.remaining() >= length ? end : chunk(length));
    }

    /** The first chunk is small: most often it takes one frame, in a connection that then is idle again. */
    private ByteBuffer chunk(int length) {
        return ByteBuffer.allocate(Math.max(length, count == 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES));
    }

    /** Makes this the tail, with a window onto it as the last of what waits. */
    private ByteBuffer open(ByteBuffer end) {
        if (end != tail || !tailIsLast) {
            ByteBuffer window = end.duplicate();
            window.limit(window.position());
            add(window);
            tail = end;
            tailIsLast = true;
        }
        return end;
    }

    /** Counts what was put into {@link #room}. A full tail is let go: only the buffers that wait hold its bytes. */
    void settle() {
        ByteBuffer end = tail;
        if (end != null && tailIsLast) {
            ByteBuffer last = waiting[head + count - 1];
            bytes += end.position() - last.limit();
            last.limit(end.position());
            if (!end.hasRemaining()) {
                tail = null;
                tailIsLast = false;
            }
        }
    }

    private void add(ByteBuffer buffer) {
        if (head + count == waiting.length) {
            // Half of the places are free: to move costs no more than the writes that freed them.
            boolean roomy = head >= waiting.length >> 1;
            moveToFront(roomy ? waiting : new ByteBuffer[waiting.length * 2]);
        }
        waiting[head + count++] = buffer;
        bytes += buffer.remaining();
        tailIsLast = false;
    }

    private void moveToFront(ByteBuffer[] to) {
        ByteBuffer[] from = waiting;
        System.arraycopy(from, head, to, 0, count);
        if (to == from) {
            Arrays.fill(from, count, head + count, GAP);
        }
        waiting = to;
        head = 0;
    }
}
