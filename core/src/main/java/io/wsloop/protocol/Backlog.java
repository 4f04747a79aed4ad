package io.wsloop.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that the socket did not take, and those that were sent after them, in order. Small frames share chunks,
 * long payloads are cut into pieces, and prepared frames are views of bytes that other connections share.
 *
 * <p>The memory held is at most 1.25 times {@link #bytes} and 4 KiB, in any mix of frames. Three rules keep it low:
 * frames are cut at the end of a chunk, small views are copied, and a buffer that is mostly written is replaced by its
 * rest. A view counts with its unwritten bytes. Draining is linear in the bytes and buffers that wait.
 */
final class Backlog {
    /** The most buffers of one gathering write. */
    private static final int GATHERED = 64;

    private static final int FIRST_CHUNK_BYTES = 512;
    /** The size of the later chunks. A longer payload gets a buffer for itself. */
    private static final int CHUNK_BYTES = 1 << 10;

    /** A longer payload is cut into pieces, so that its first bytes are released before the last are written. */
    private static final int PIECE_BYTES = 32 << 10;

    /** If several buffers wait, a shorter view is copied: a view's objects would take more memory than its bytes. */
    private static final int SMALL_VIEW_BYTES = 1 << 10;

    private static final int FEW_BUFFERS = 4;

    /** A chunk behind a view is used again if it has this much room. Less room is not worth a buffer object. */
    private static final int REOPENED_BYTES = 256;

    /**
     * The rest of the first buffer is copied once more bytes of it were written than this and an eighth of all that
     * waits.
     */
    private static final int WRITTEN_BYTES = 512;

    /** Replaces a removed buffer, so that the array keeps no written bytes alive. */
    private static final ByteBuffer GAP = ByteBuffer.allocate(0);

    private ByteBuffer[] waiting = new ByteBuffer[FEW_BUFFERS];
    private int head;
    private int count;

    /** A copy of the first places of waiting, for one write; null while waiting itself can be written. */
    private ByteBuffer @Nullable [] gathering;

    /** The chunk that the next small frame goes to, positioned after the last one; null when no chunk has room. */
    private @Nullable ByteBuffer tail;

    /** True if the last buffer of waiting is a window onto the tail. It then grows with the tail. */
    private boolean tailIsLast;

    private long bytes;
    /** The bytes that the last call of buffers() offered. */
    private long offered;

    /** The bytes at the front that belong to no frame, such as an opening handshake. */
    private long others;

    private boolean stalled;

    boolean isEmpty() {
        return count == 0;
    }

    long bytes() {
        return bytes;
    }

    /** Says that all bytes so far belong to no frame. */
    void noneIsOfFrames() {
        others = bytes;
    }

    long frameBytes() {
        return bytes - others;
    }

    /** The buffers for one write, of which only the first {@link #gathered} count. Call {@link #consumed} after the write. */
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

    /** Removes the buffers that were written whole. */
    void consumed() {
        int written = gathered();
        int done = 0;
        while (done < written && !waiting[head + done].hasRemaining()) {
            waiting[head + done] = GAP;
            done++;
        }
        long before = bytes;
        bytes -= offered;
        offered = 0;
        for (int i = done; i < written; i++) {
            bytes += waiting[head + i].remaining();
        }
        others = Math.max(0, others - (before - bytes));
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

    /** Copies the rest of the first buffer when it is small beside the written part. */
    private void trimFirst() {
        ByteBuffer first = waiting[head];
        // A read-only buffer is a view. A copy of its rest would not free its bytes, because they belong to the
        // message.
        if (first.isReadOnly() || first.position() <= WRITTEN_BYTES + (bytes >> 3)) {
            return;
        }
        if (count == 1) {
            tail = null;
            tailIsLast = false;
        }
        waiting[head] = ByteBuffer.allocate(first.remaining()).put(first).flip();
    }

    /** Takes a smaller array when most of the places are empty. */
    private void trimArray() {
        if (count <= GATHERED) {
            gathering = null;
        }
        if (waiting.length > 2 * FEW_BUFFERS && count < waiting.length >> 2) {
            moveToFront(new ByteBuffer[waiting.length >> 1]);
        }
    }

    /** True if the last write did not take all that it was offered. */
    boolean isStalled() {
        return stalled;
    }

    /** Marks that the socket was offered these bytes from the staging buffer and did not take all. */
    void stall() {
        stalled = true;
    }

    /** Appends whole frames that other connections share. Nobody may change them. */
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
            commit();
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
            commit();
        }
    }

    /** A buffer with room for some of these bytes: the rest of the tail, a new piece, or a new chunk. */
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

    /** A buffer with room for a whole header. Call {@link #commit} after the header was put into it. */
    ByteBuffer room(int length) {
        ByteBuffer end = tail;
        return open(end != null && end.remaining() >= length ? end : chunk(length));
    }

    /**
     * Makes a chunk. The first one is small, because most often it takes one frame of a connection that is then idle.
     */
    private ByteBuffer chunk(int length) {
        return ByteBuffer.allocate(Math.max(length, count == 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES));
    }

    /** Makes this chunk the tail, and adds a window onto it as the last buffer that waits. */
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

    /**
     * Extends the last window to the bytes that were put into the tail, and counts them. Releases a tail that is full.
     */
    void commit() {
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
            // If half of the places are free, moving costs no more than the writes that freed them.
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
