package io.wsloop.deflate;

import io.wsloop.Role;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages that one connection receives (RFC 7692 §7.2.2), never more of them than asked for. One
 * thread at a time, the sharing's.
 *
 * <p>For each message: {@link #feed} and {@link #inflate} until that returns 0, for each piece; {@link #feedTail} after
 * the last piece and {@link #inflate} until 0 again; {@link #endMessage}. The inflater is borrowed for the message.
 * What context takeover keeps is the window only, at most 2<sup>w</sup> bytes of heap.
 *
 * <p>What §7.2.2 has a receiver append, 00 00 FF FF, can complete a block that was cut off, and then passes for what the
 * peer sent. A sound message ends behind the header of a stored block, or with a final block. {@link MessageEnd} finds
 * out which; its probe's output is discarded.
 */
public final class MessageInflater implements AutoCloseable {
    private static final byte[] NONE = {};

    /** As long as it takes to inflate this many bytes, measured: loading a window, and finding a message's end. */
    private static final int BEGINNING_COSTS = 1536;

    private static final int FINAL_BLOCK_COSTS = 1024;

    /** A final block costs a reset; a peer gets this many free, then one for each so many bytes. */
    private static final int FREE_FINAL_BLOCKS = 1024;

    private static final int BYTES_PER_FINAL_BLOCK = 64;

    private enum Stage {
        /** Between messages, or nothing of this one was fed yet. */
        FRESH,
        /** Data was fed. */
        DATA,
        /** All was fed: the message's end is to be judged when the data is used up. */
        END_OWED,
        /** All of the message is used up. */
        OVER
    }

    private final DeflateSharing sharing;
    /** The context, with takeover. */
    private final @Nullable Window own;

    private Stage stage = Stage.FRESH;
    private @Nullable Inflater inflater;
    private @Nullable Window window;

    /** The piece fed last. */
    private byte[] piece = NONE;

    private int pieceEnd;
    /** How much of the piece waits for a new stream, for the one before ended with a final block. */
    private int unread;
    /** Whether the inflater left room in the output: then it holds none back. */
    private boolean drained = true;

    private long fed;
    private long finalBlocks;
    private boolean closed;
    /** Found behind bytes that were still good: they are given first, so that it does not matter how input is cut. */
    private @Nullable DeflateException broken;

    private MessageInflater(@Nullable Window own, DeflateSharing sharing) {
        this.own = own;
        this.sharing = sharing;
    }

    /**
     * An inflater for what this end receives. It owns nothing yet.
     *
     * @param role of this end
     * @param terms what was agreed
     * @param sharing of the thread that will use it
     * @return to be closed with the connection
     */
    public static MessageInflater of(Role role, DeflateTerms terms, DeflateSharing sharing) {
        Objects.requireNonNull(role, "role must not be null");
        Objects.requireNonNull(terms, "terms must not be null");
        Objects.requireNonNull(sharing, "sharing must not be null");
        Role sender = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
        return new MessageInflater(terms.takeover(sender) ? new Window(terms.windowBits(sender)) : null, sharing);
    }

    /**
     * Hands over the next compressed bytes. What was fed before must be used up.
     *
     * @param bytes not changed; must stay as they are until {@link #inflate} returns 0
     * @param offset of the first byte
     * @param length how many, 0 or more
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
            // Taken up by inflate(), which may refuse.
            unread = length;
        }
        stage = Stage.DATA;
    }

    /** Says that the message's last bytes were fed. They need not be used up yet. */
    public void feedTail() {
        // Nothing at all is an empty message. Strictly it is a 00 (§7.2.3.6), but what else could it mean?
        stage = stage == Stage.FRESH ? Stage.OVER : Stage.END_OWED;
    }

    /**
     * Decompresses into an array.
     *
     * @param out where the bytes go
     * @param offset of the first
     * @param length how many at most, 1 or more
     * @return how many came; 0 when all that was fed is used up
     * @throws DeflateException if the stream is broken, or the message ended in the midst of a block, once all that came
     *     before the fault was given; the connection is then to be failed and this to be closed
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

    /** Says that the message is over: the context is kept or dropped as agreed, the inflater given back. */
    public void endMessage() {
        release();
        stage = Stage.FRESH;
        piece = NONE;
        drained = true;
        fed = 0;
        finalBlocks = 0;
    }

    /** Gives the inflater back, in the midst of a message too. Calling it again does nothing. */
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

    /** §7.2.3.4: what follows a final block begins at the next byte, and may refer to what came before. */
    private boolean goesOnAfterFinalBlock(Inflater current, Window context) throws DeflateException {
        int left = unread > 0 ? unread : current.getRemaining();
        unread = 0;
        if (left == 0) {
            if (stage == Stage.END_OWED) {
                // Complete without the byte 00 that §7.2.3.4 has senders add; nothing is missing.
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
