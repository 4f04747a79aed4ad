package io.wsloop.deflate;

import io.wsloop.Role;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages that one connection receives (RFC 7692 §7.2.2), never more than the caller has room for.
 * Only the thread of the sharing may use it.
 *
 * <p>For each piece of a message, call {@link #feed}, and then {@link #inflate} until it returns 0. After the last
 * piece, call {@link #feedTail}, {@link #inflate} until it returns 0, and {@link #endMessage}. An inflater is borrowed
 * for the time of the message. With context takeover only the window is kept between messages, at most 2<sup>w</sup>
 * bytes of heap.
 *
 * <p>RFC 7692 §7.2.2 has a receiver append 00 00 FF FF. These bytes can complete a block that was cut off, and a cut
 * message would pass for a whole one. A sound message ends behind the header of a stored block, or with a final block.
 * {@link MessageEnd} finds out which, and the output of its probe is discarded.
 */
public final class MessageInflater implements AutoCloseable {
    private static final byte[] NONE = {};

    /**
     * The cost of loading a window and of finding a message's end, as bytes that take the same time to inflate.
     * Measured.
     */
    private static final int BEGINNING_COSTS = 1536;

    private static final int FINAL_BLOCK_COSTS = 1024;

    /**
     * A final block costs a reset of the inflater. A peer may send this many for free, and then one for each {@link
     * #BYTES_PER_FINAL_BLOCK}.
     */
    private static final int FREE_FINAL_BLOCKS = 1024;

    private static final int BYTES_PER_FINAL_BLOCK = 64;

    private enum Stage {
        /** Between messages, or no byte of this message was fed yet. */
        FRESH,
        /** Bytes of the message were fed. */
        DATA,
        /** All bytes were fed. When they are used up, the message's end is checked. */
        END_OWED,
        /** All bytes of the message are used up. */
        OVER
    }

    private final DeflateSharing sharing;
    /** The window that stays between messages; null without context takeover. */
    private final @Nullable Window own;

    private Stage stage = Stage.FRESH;
    private @Nullable Inflater inflater;
    private @Nullable Window window;

    /** The piece that was fed last. */
    private byte[] piece = NONE;

    private int pieceEnd;
    /** The bytes of the piece that wait for a new stream, because the last stream ended with a final block. */
    private int unread;
    /** True if the inflater left room in the output: then it holds no bytes back. */
    private boolean drained = true;

    private long fed;
    private long finalBlocks;
    private boolean closed;
    /**
     * A fault behind bytes that were still good. The good bytes are given first, so that the result is the same
     * wherever the input is cut.
     */
    private @Nullable DeflateException broken;

    private MessageInflater(@Nullable Window own, DeflateSharing sharing) {
        this.own = own;
        this.sharing = sharing;
    }

    /**
     * Makes an inflater for the messages that this end receives. It owns nothing yet.
     *
     * @param role of this end
     * @param terms what both ends agreed on
     * @param sharing of the thread that will use it
     * @return the inflater; close it with the connection
     */
    public static MessageInflater of(Role role, DeflateTerms terms, DeflateSharing sharing) {
        Objects.requireNonNull(role, "role must not be null");
        Objects.requireNonNull(terms, "terms must not be null");
        Objects.requireNonNull(sharing, "sharing must not be null");
        Role sender = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
        return new MessageInflater(terms.takeover(sender) ? new Window(terms.windowBits(sender)) : null, sharing);
    }

    /**
     * Feeds the next compressed bytes. The bytes that were fed before must be used up.
     *
     * @param bytes not changed; must stay as they are until {@link #inflate} returns 0
     * @param offset of the first byte
     * @param length how many bytes, 0 or more
     * @throws IllegalStateException if this is closed
     */
    public void feed(byte[] bytes, int offset, int length) {
        Objects.requireNonNull(bytes, "bytes must not be null");
        if (closed) {
            throw new IllegalStateException("expected an open inflater, but close() was called");
        }
        if (length == 0) {
            return;
        }
        fed += length;
        piece = bytes;
        pieceEnd = offset + length;
        Inflater current = inflater != null ? inflater : begin();
        if (!current.finished()) {
            current.setInput(bytes, offset, length);
        } else {
            // The next inflate() takes these bytes, and may refuse them.
            unread = length;
        }
        stage = Stage.DATA;
    }

    /** Says that the message's last bytes were fed. They need not be used up yet. */
    public void feedTail() {
        // No bytes at all count as an empty message, though a sender should send one byte 00 for it
        // (RFC 7692 §7.2.3.6).
        stage = stage == Stage.FRESH ? Stage.OVER : Stage.END_OWED;
    }

    /**
     * Decompresses into an array.
     *
     * @param out receives the bytes
     * @param offset of the first byte
     * @param length the most bytes to write, 1 or more
     * @return how many bytes were written; 0 when all that was fed is used up
     * @throws DeflateException if the stream is broken, or the message ended within a block; all bytes before the fault
     *     were given by earlier calls. Then fail the connection and close this
     */
    public int inflate(byte[] out, int offset, int length) throws DeflateException {
        Objects.requireNonNull(out, "out must not be null");
        if (length < 1) {
            throw new IllegalArgumentException("expected room for a byte at least, not for " + length);
        }
        Inflater current = inflater;
        Window context = window;
        if (current == null || context == null) {
            return 0;
        }
        DeflateException earlier = broken;
        if (earlier != null) {
            throw earlier;
        }
        int made = 0;
        long before = 0;
        try {
            while (made < length && goesOn(current, context)) {
                before = current.getBytesWritten();
                int some = current.inflate(out, offset + made, length - made);
                sharing.inflated(some);
                drained = some < length - made;
                context.append(out, offset + made, some);
                made += some;
            }
        } catch (DataFormatException e) {
            made += (int) (current.getBytesWritten() - before);
            broken = new DeflateException("expected a deflate stream (RFC 1951), but: " + e.getMessage());
        } catch (DeflateException e) {
            broken = e;
        }
        DeflateException told = broken;
        if (told != null && made == 0) {
            throw told;
        }
        return made;
    }

    /** Ends the message: keeps or clears the context, as agreed, and gives the inflater back. */
    public void endMessage() {
        release();
        stage = Stage.FRESH;
        piece = NONE;
        drained = true;
        fed = 0;
        finalBlocks = 0;
    }

    /** Gives the inflater back, within a message too. Calling this again does nothing. */
    @Override
    public void close() {
        closed = true;
        release();
    }

    private Inflater begin() {
        sharing.inflated(BEGINNING_COSTS);
        Inflater borrowed = sharing.borrowInflater();
        inflater = borrowed;
        Window context = own != null ? own : sharing.borrowWindow();
        context.loadInto(borrowed);
        window = context;
        return borrowed;
    }

    private boolean goesOn(Inflater current, Window context) throws DeflateException {
        if (stage == Stage.OVER) {
            return false;
        }
        if (current.finished()) {
            return goesOnAfterFinalBlock(current, context);
        }
        if (!drained || current.getRemaining() > 0) {
            return true;
        }
        if (stage == Stage.END_OWED) {
            if (!sharing.messageEnd().isReached(current)) {
                throw new DeflateException(
                        "expected the message to end with a block (RFC 7692 §7.2.1), but it ends within one");
            }
            stage = Stage.OVER;
        }
        return false;
    }

    /**
     * RFC 7692 §7.2.3.4: the message may go on after a final block. The next block begins with the next byte, and may
     * refer to bytes before.
     */
    private boolean goesOnAfterFinalBlock(Inflater current, Window context) throws DeflateException {
        int left = unread > 0 ? unread : current.getRemaining();
        unread = 0;
        if (left == 0) {
            if (stage == Stage.END_OWED) {
                // A sender appends a byte 00 after a final block (RFC 7692 §7.2.3.4). The message is complete without
                // it.
                stage = Stage.OVER;
            }
            return false;
        }
        finalBlocks++;
        if (finalBlocks > FREE_FINAL_BLOCKS + fed / BYTES_PER_FINAL_BLOCK) {
            throw new DeflateException("expected few final blocks, but came " + finalBlocks + " in " + fed + " bytes");
        }
        sharing.inflated(FINAL_BLOCK_COSTS);
        current.reset();
        context.loadInto(current);
        current.setInput(piece, pieceEnd - left, left);
        return true;
    }

    private void release() {
        unread = 0;
        Inflater held = inflater;
        if (held != null) {
            inflater = null;
            sharing.giveBack(held);
        }
        Window context = window;
        if (context != null) {
            window = null;
            if (context != own) {
                sharing.giveBack(context);
            }
        }
    }
}
