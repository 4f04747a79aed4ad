package io.wsloop.protocol;

import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait to be written, in order. They stand in two places: the driver's staging buffer while it is lent
 * (the cork), and behind it chunks of the outbox's own for what the socket did not take. Small frames share a chunk,
 * large payloads get one each, prepared frames are views. An idle outbox owns no buffer. One thread at a time.
 */
public final class Outbox {
    /** Writes out a staging buffer that is full in the midst of a message. */
    @FunctionalInterface
    public interface Drain {
        /**
         * Writes to the socket.
         *
         * @param staging ready to be read from; what remains in it afterwards was not taken
         */
        void drain(ByteBuffer staging);
    }

    /** As many buffers as one gathering write takes. */
    private static final int GATHERED = 16;

    private static final int FIRST_CHUNK_BYTES = 512;
    private static final int CHUNK_BYTES = 8 << 10;
    private static final ByteBuffer[] NOTHING = {};
    /** Stands where no buffer waits any more, so that a written one is not held. */
    private static final ByteBuffer GAP = ByteBuffer.allocate(0);

    private @Nullable ByteBuffer staging;
    private @Nullable Drain drain;
    /** Ready to be read from. */
    private ByteBuffer[] waiting = NOTHING;

    private int count;
    /** The last of waiting, positioned where the next small frame may be put; null when that is no chunk of ours. */
    private @Nullable ByteBuffer tail;

    private long waitingBytes;
    private boolean stalled;
    /** Between staged() and reclaim(): the staging buffer is ready to be read from. */
    private boolean offered;

    private long offeredBytes;

    Outbox() {}

    /**
     * Corks: until {@link #reclaim}, bytes go to the staging buffer, as long as nothing older waits.
     *
     * @param staging empty, big-endian and ready to be written to; may serve all connections of a thread in turn
     * @param drain called when it is full
     * @throws IllegalStateException when one is lent already
     */
    public void lend(ByteBuffer staging, Drain drain) {
        if (this.staging != null) {
            throw new IllegalStateException("a staging buffer is lent already: reclaim it first");
        }
        this.staging = staging;
        this.drain = drain;
    }

    /**
     * What was staged, ready to be written to the socket; then comes {@link #reclaim}.
     *
     * @return null when nothing was
     */
    public @Nullable ByteBuffer staged() {
        ByteBuffer lent = staging;
        if (lent == null || lent.position() == 0) {
            return null;
        }
        offered = true;
        return lent.flip();
    }

    /**
     * Uncorks: gives the staging buffer back, empty. What the socket did not take of {@link #staged} is kept.
     */
    public void reclaim() {
        ByteBuffer lent = staging;
        staging = null;
        drain = null;
        if (lent != null) {
            keep(offered ? lent : lent.flip());
            offered = false;
        }
    }

    /**
     * Whether nothing waits.
     *
     * @return true when neither a staged byte nor a chunk is left
     */
    public boolean isEmpty() {
        return pending() == 0;
    }

    /**
     * How many bytes wait.
     *
     * @return staged ones included
     */
    public long pending() {
        if (staging == null) {
            return waitingBytes;
        }
        return waitingBytes + (offered ? staging.remaining() : staging.position());
    }

    /**
     * What waits, for a gathering write of the first {@link #count}. To be asked for before each write; after it comes
     * {@link #consumed}.
     *
     * @return the outbox's own array
     */
    public ByteBuffer[] buffers() {
        offeredBytes = 0;
        for (int i = 0; i < count(); i++) {
            offeredBytes += waiting[i].remaining();
        }
        return waiting;
    }

    /**
     * How many of {@link #buffers} to write.
     *
     * @return at most 16
     */
    public int count() {
        return Math.min(count, GATHERED);
    }

    /** Lets go of what a write took from the first {@link #count} of {@link #buffers}. */
    public void consumed() {
        int written = count();
        int done = 0;
        while (done < written && !waiting[done].hasRemaining()) {
            done++;
        }
        stalled = done < written;
        waitingBytes -= offeredBytes;
        offeredBytes = 0;
        for (int i = done; i < written; i++) {
            waitingBytes += waiting[i].remaining();
        }
        count -= done;
        System.arraycopy(waiting, done, waiting, 0, count);
        Arrays.fill(waiting, count, count + done, GAP);
        if (count == 0) {
            waiting = NOTHING;
            tail = null;
        }
    }

    /** Nobody will write any of it: whoever still holds the connection's handle must not hold its bytes. */
    void release() {
        waiting = NOTHING;
        count = 0;
        tail = null;
        waitingBytes = 0;
        offeredBytes = 0;
        stalled = false;
    }

    /** Whether the socket did not take all it was offered the last time. */
    boolean isStalled() {
        return stalled;
    }

    /** What the socket was offered and did not take, and what came to wait behind it. */
    long waitingBytes() {
        return waitingBytes;
    }

    /** Appends an unmasked frame. */
    void frame(int b0, byte[] payload, int offset, int length) {
        FrameHeader.write(room(FrameHeader.MAX_SIZE), b0, length);
        settle();
        put(payload, offset, length);
    }

    /** Appends a masked frame; the payload itself stays as it is. */
    void maskedFrame(int b0, byte[] payload, int offset, int length, int key, byte[] scratch) {
        FrameHeader.writeMasked(room(FrameHeader.MAX_SIZE), b0, length, key);
        settle();
        int rotated = key;
        for (int done = 0; done < length; ) {
            int n = Math.min(scratch.length, length - done);
            System.arraycopy(payload, offset + done, scratch, 0, n);
            rotated = Mask.apply(scratch, 0, n, rotated);
            put(scratch, 0, n);
            done += n;
        }
    }

    /** Appends whole frames that others share: copied into the cork where they fit, else as a view. */
    void view(ByteBuffer frames) {
        ByteBuffer lent = staging;
        if (lent != null && count == 0 && lent.remaining() >= frames.remaining()) {
            lent.put(frames.duplicate());
        } else {
            unstage();
            append(frames.duplicate());
            tail = null;
        }
    }

    private void put(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length && staging != null && count == 0) {
            int n = Math.min(length - done, staging.remaining());
            staging.put(bytes, offset + done, n);
            done += n;
            if (done < length) {
                makeRoom();
            }
        }
        if (done < length) {
            int left = length - done;
            if (left <= CHUNK_BYTES) {
                room(left).put(bytes, offset + done, left);
                settle();
            } else {
                append(ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset + done, offset + length)));
                tail = null;
            }
        }
    }

    /** Where the next few bytes go; after they were put, settle() counts them. */
    private ByteBuffer room(int bytes) {
        if (staging != null && count == 0) {
            if (staging.remaining() < bytes) {
                makeRoom();
            }
            if (count == 0) {
                return staging;
            }
        }
        ByteBuffer end = tail;
        if (end == null || end.remaining() < bytes) {
            // The first is small: most often it takes one frame, in a connection that then is idle again.
            end = ByteBuffer.allocate(count == 0 ? Math.max(bytes, FIRST_CHUNK_BYTES) : CHUNK_BYTES);
            append(end.duplicate().limit(0));
            tail = end;
        }
        return end;
    }

    private void settle() {
        ByteBuffer end = tail;
        if (end != null) {
            ByteBuffer last = waiting[count - 1];
            waitingBytes += end.position() - last.limit();
            last.limit(end.position());
        }
    }

    private void makeRoom() {
        ByteBuffer lent = staging;
        Drain out = drain;
        if (lent != null && out != null) {
            out.drain(lent.flip());
            keep(lent);
        }
    }

    /** Older bytes must not be overtaken by what goes to the chunks. */
    private void unstage() {
        ByteBuffer lent = staging;
        if (lent != null && lent.position() > 0) {
            makeRoom();
        }
    }

    /** Keeps what a write left in the staging buffer, and empties it. */
    private void keep(ByteBuffer lent) {
        if (lent.hasRemaining()) {
            ByteBuffer rest = ByteBuffer.allocate(lent.remaining());
            rest.put(lent).flip();
            append(rest);
            stalled = true;
        }
        lent.clear();
    }

    private void append(ByteBuffer buffer) {
        if (count == waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(4, count * 2));
        }
        waiting[count++] = buffer;
        waitingBytes += buffer.remaining();
    }
}
