package io.wsloop.protocol;

import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait to be written, in order. They stand in two places: the driver's staging buffer while it is lent
 * (the cork), and behind it a {@link Backlog} for what the socket did not take. An idle outbox owns neither. One thread
 * at a time.
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

    private static final ByteBuffer[] NOTHING = {};

    private @Nullable ByteBuffer staging;
    /** Null, too, between staged() and reclaim(): then the staging buffer is ready to be read from. */
    private @Nullable Drain drain;

    /** Null while nothing waits, which is nearly always. */
    private @Nullable Backlog backlog;

    /** An empty outbox, for a connection that writes other bytes before it has an engine. */
    public Outbox() {}

    /**
     * Appends bytes that are no frame, such as an opening handshake.
     *
     * @param bytes the remaining ones are sent; many are not copied, so their content may not change until they are
     *     written, and the buffer's position stays
     */
    public void append(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            view(bytes);
        }
    }

    /**
     * Corks: until {@link #reclaim}, bytes go to the staging buffer, as long as nothing older waits.
     *
     * @param staging empty, big-endian and ready to be written to; may serve all connections of a thread in turn
     * @param drain called when it is full
     * @throws IllegalStateException when one is lent already
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
     * What was staged, ready to be written to the socket; then comes {@link #reclaim}.
     *
     * @return null when nothing was
     */
    public @Nullable ByteBuffer staged() {
        ByteBuffer lent = staging;
        if (lent == null || lent.position() == 0) {
            return null;
        }
        drain = null;
        return lent.flip();
    }

    /**
     * Uncorks: gives the staging buffer back, empty. What the socket did not take of {@link #staged} is kept.
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
        ByteBuffer lent = staging;
        if (lent == null) {
            return waitingBytes();
        }
        return waitingBytes() + (isOffered() ? lent.remaining() : lent.position());
    }

    /**
     * What waits, for a gathering write of the first {@link #count}. To be asked for before each write; after it comes
     * {@link #consumed}.
     *
     * @return the outbox's own array
     */
    public ByteBuffer[] buffers() {
        return backlog == null ? NOTHING : backlog.buffers();
    }

    /**
     * How many of {@link #buffers} to write.
     *
     * @return at most 64
     */
    public int count() {
        return backlog == null ? 0 : backlog.gathered();
    }

    /** Lets go of what a write took from the first {@link #count} of {@link #buffers}. */
    public void consumed() {
        Backlog written = backlog;
        if (written != null) {
            written.consumed();
            backlog = written.isEmpty() ? null : written;
        }
    }

    /** Lets go of what waits, for nobody will write it: an application that still holds the WebSocket holds no bytes. */
    public void release() {
        backlog = null;
    }

    /** Whether the socket did not take all it was offered the last time. */
    boolean isStalled() {
        return backlog != null && backlog.isStalled();
    }

    /** What the socket was offered and did not take, and what came to wait behind it. */
    long waitingBytes() {
        return backlog == null ? 0 : backlog.bytes();
    }

    /** Appends an unmasked frame. */
    void frame(int b0, byte[] payload, int offset, int length) {
        FrameHeader.write(room(FrameHeader.MAX_SIZE), b0, length);
        settle();
        put(payload, offset, length);
    }

    /** As above, from a buffer without an array; its position stays. */
    void frame(int b0, ByteBuffer payload, int offset, int length) {
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

    /** As above, from a buffer without an array; its position stays. */
    void maskedFrame(int b0, ByteBuffer payload, int offset, int length, int key, byte[] scratch) {
        FrameHeader.writeMasked(room(FrameHeader.MAX_SIZE), b0, length, key);
        settle();
        int rotated = key;
        for (int done = 0; done < length; ) {
            int n = Math.min(scratch.length, length - done);
            payload.get(offset + done, scratch, 0, n);
            rotated = Mask.apply(scratch, 0, n, rotated);
            put(scratch, 0, n);
            done += n;
        }
    }

    /** Appends whole frames that others share: copied into the cork where they fit, else as a view. */
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

    /** Where the next few bytes go; after they were put, settle() counts them. */
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

    private void settle() {
        if (backlog != null) {
            backlog.settle();
        }
    }

    private boolean isOffered() {
        return drain == null;
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
            backlog().put(lent, lent.position(), lent.remaining());
            backlog().stall();
        }
        lent.clear();
    }
}
