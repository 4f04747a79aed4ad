package io.wsloop.protocol;

import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait to be written, in order. A connection has one for its whole life: HTTP and the engine write to
 * the same. The bytes lie in the driver's staging buffer while it is lent, and in a {@link Backlog} when the socket did
 * not take them. An idle outbox owns neither. One thread at a time.
 *
 * <p>A driver that calls {@link Protocol#flush} needs nothing of this class. A driver of many connections may cork
 * instead. It lends its staging buffer ({@link #lend}) while it reads, writes the bytes that were {@link #staged} with
 * one call, and takes the buffer back ({@link #reclaim}). Then it writes the rest from {@link #buffers}, calls {@link
 * #consumed} after each write, and at the end {@link Protocol#flushed} once with the sum.
 */
public final class Outbox {
    /** Writes out a staging buffer that became full in the middle of a message. */
    @FunctionalInterface
    public interface Drain {
        /**
         * Writes to the socket.
         *
         * @param staging ready to be read from; bytes that remain in it afterwards were not taken
         */
        void drain(ByteBuffer staging);
    }

    private static final ByteBuffer[] NOTHING = {};

    /** Stands in {@link #drain} between staged() and reclaim(), while the staging buffer is ready to be read from. */
    private static final Drain OFFERED = staging -> {
        throw new IllegalStateException("the staging buffer is being written out: reclaim it before the next send");
    };

    /** Null while none is lent. */
    private @Nullable ByteBuffer staging;

    /** Null while no staging buffer is lent. */
    private @Nullable Drain drain;

    /** Null while it would be empty, which is nearly always. */
    private @Nullable Backlog backlog;

    /** Makes an empty outbox. A connection may write other bytes to it before it has an engine. */
    public Outbox() {}

    /**
     * Appends bytes that are no frame, such as an opening handshake.
     *
     * @param bytes the remaining ones are sent, and the position stays. The outbox may keep a view of them: nobody may
     *     change them before they are written
     */
    public void append(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            view(bytes);
            Backlog present = backlog;
            if (present != null) {
                present.noneIsOfFrames();
            }
        }
    }

    /**
     * Corks: until {@link #reclaim}, bytes go to the staging buffer. If older bytes wait in the backlog, new ones go
     * behind them.
     *
     * @param staging empty, big-endian and ready to be written to; it may serve all connections of a thread in turn
     * @param drain called when the buffer is full
     * @throws IllegalStateException when a staging buffer is lent already
     */
    public void lend(ByteBuffer staging, Drain drain) {
        Objects.requireNonNull(staging, "staging must not be null");
        Objects.requireNonNull(drain, "drain must not be null");
        if (this.staging != null) {
            throw new IllegalStateException("a staging buffer is lent already: reclaim it first");
        }
        this.staging = staging;
        this.drain = drain;
    }

    /**
     * The staging buffer, ready to be written to the socket. Call {@link #reclaim} after the write, and before the next
     * send.
     *
     * @return null when nothing was staged
     */
    public @Nullable ByteBuffer staged() {
        ByteBuffer lent = staging;
        if (lent == null || lent.position() == 0) {
            return null;
        }
        drain = OFFERED;
        return lent.flip();
    }

    /**
     * Uncorks: copies the bytes that the socket did not take, and empties the staging buffer. The driver owns the
     * buffer again.
     */
    public void reclaim() {
        ByteBuffer lent = staging;
        boolean offered = isOffered();
        staging = null;
        drain = null;
        if (lent != null) {
            keep(offered ? lent : lent.flip());
        }
    }

    /**
     * Tells whether no bytes wait.
     *
     * @return true when no byte is staged and none is left of earlier writes
     */
    public boolean isEmpty() {
        return pending() == 0;
    }

    /**
     * The number of bytes that wait.
     *
     * @return bytes, staged ones included
     */
    public long pending() {
        ByteBuffer lent = staging;
        if (lent == null) {
            return waitingBytes();
        }
        return waitingBytes() + (isOffered() ? lent.remaining() : lent.position());
    }

    /**
     * The number of bytes of frames that wait, without what {@link #append} put before them. The cap on what a listener sends
     * is about these.
     *
     * @return bytes, staged ones included
     */
    public long pendingFrames() {
        return pending() - waitingBytes() + waitingFrames();
    }

    /**
     * The buffers of a gathering write, which takes the first {@link #count} of them. Call this before each write, and
     * {@link #consumed} after it.
     *
     * @return the outbox's array, which the caller only reads; staged bytes are not in it
     */
    public ByteBuffer[] buffers() {
        return backlog == null ? NOTHING : backlog.buffers();
    }

    /**
     * The number of {@link #buffers} to write.
     *
     * @return 0-64
     */
    public int count() {
        return backlog == null ? 0 : backlog.gathered();
    }

    /** Removes the bytes that a write took of {@link #buffers}, as the buffers' positions tell. */
    public void consumed() {
        Backlog written = backlog;
        if (written != null) {
            written.consumed();
            backlog = written.isEmpty() ? null : written;
        }
    }

    /**
     * Drops the bytes that wait outside the staging buffer. Nobody will write them, and an application may keep the
     * connection's handle for long.
     */
    public void release() {
        backlog = null;
    }

    /** True if the last write did not take all bytes that it was offered. */
    boolean isStalled() {
        return backlog != null && backlog.isStalled();
    }

    /** The bytes that wait outside the staging buffer: the rest of a write, and the bytes that were sent after it. */
    long waitingBytes() {
        return backlog == null ? 0 : backlog.bytes();
    }

    /** The part of {@link #waitingBytes} that belongs to frames. */
    long waitingFrames() {
        return backlog == null ? 0 : backlog.frameBytes();
    }

    /** Appends an unmasked frame. */
    void frame(int b0, byte[] payload, int offset, int length) {
        FrameHeader.write(room(FrameHeader.MAX_SIZE), b0, length);
        commit();
        put(payload, offset, length);
    }

    /** Appends an unmasked frame from a buffer without an array; the buffer's position stays. */
    void frame(int b0, ByteBuffer payload, int offset, int length) {
        FrameHeader.write(room(FrameHeader.MAX_SIZE), b0, length);
        commit();
        put(payload, offset, length);
    }

    /** Appends a masked frame; the payload itself stays as it is. */
    void maskedFrame(int b0, byte[] payload, int offset, int length, int key, byte[] scratch) {
        FrameHeader.writeMasked(room(FrameHeader.MAX_SIZE), b0, length, key);
        commit();
        int rotated = key;
        for (int done = 0; done < length; ) {
            int n = Math.min(scratch.length, length - done);
            System.arraycopy(payload, offset + done, scratch, 0, n);
            rotated = Mask.apply(scratch, 0, n, rotated);
            put(scratch, 0, n);
            done += n;
        }
    }

    /** Appends a masked frame from a buffer without an array; the buffer and its position stay as they are. */
    void maskedFrame(int b0, ByteBuffer payload, int offset, int length, int key, byte[] scratch) {
        FrameHeader.writeMasked(room(FrameHeader.MAX_SIZE), b0, length, key);
        commit();
        int rotated = key;
        for (int done = 0; done < length; ) {
            int n = Math.min(scratch.length, length - done);
            payload.get(offset + done, scratch, 0, n);
            rotated = Mask.apply(scratch, 0, n, rotated);
            put(scratch, 0, n);
            done += n;
        }
    }

    /**
     * Appends whole frames that other connections share: a copy if they fit into the staging buffer, otherwise a view.
     */
    void view(ByteBuffer frames) {
        ByteBuffer lent = staging;
        if (lent != null && backlog == null && lent.remaining() >= frames.remaining()) {
            lent.put(frames.duplicate());
        } else {
            unstage();
            backlog().view(frames);
        }
    }

    private void put(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length && staging != null && backlog == null) {
            int n = Math.min(length - done, staging.remaining());
            staging.put(bytes, offset + done, n);
            done += n;
            if (done < length) {
                makeRoom();
            }
        }
        if (done < length) {
            backlog().put(bytes, offset + done, length - done);
        }
    }

    private void put(ByteBuffer bytes, int offset, int length) {
        int done = 0;
        while (done < length && staging != null && backlog == null) {
            int at = staging.position();
            int n = Math.min(length - done, staging.remaining());
            staging.put(at, bytes, offset + done, n).position(at + n);
            done += n;
            if (done < length) {
                makeRoom();
            }
        }
        if (done < length) {
            backlog().put(bytes, offset + done, length - done);
        }
    }

    /** A buffer with room for a header. Call {@link #commit} after the header was put into it. */
    private ByteBuffer room(int bytes) {
        if (staging != null && backlog == null) {
            if (staging.remaining() < bytes) {
                makeRoom();
            }
            if (backlog == null) {
                return staging;
            }
        }
        return backlog().room(bytes);
    }

    private void commit() {
        if (backlog != null) {
            backlog.commit();
        }
    }

    private boolean isOffered() {
        return drain == OFFERED;
    }

    private Backlog backlog() {
        Backlog present = backlog;
        if (present == null) {
            present = new Backlog();
            backlog = present;
        }
        return present;
    }

    private void makeRoom() {
        ByteBuffer lent = staging;
        Drain out = drain;
        if (lent != null && out != null) {
            out.drain(lent.flip());
            keep(lent);
        }
    }

    /** Writes out the staged bytes, so that bytes in the backlog do not overtake them. */
    private void unstage() {
        ByteBuffer lent = staging;
        if (lent != null && lent.position() > 0) {
            makeRoom();
        }
    }

    /** Copies the unwritten bytes of the staging buffer to the backlog, and empties the buffer. */
    private void keep(ByteBuffer lent) {
        if (lent.hasRemaining()) {
            backlog().put(lent, lent.position(), lent.remaining());
            backlog().stall();
        }
        lent.clear();
    }
}
