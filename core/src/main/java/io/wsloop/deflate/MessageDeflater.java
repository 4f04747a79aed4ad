package io.wsloop.deflate;

import io.wsloop.Role;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages that one connection sends (RFC 7692 §7.2.1). With context takeover it holds a deflater from
 * the first message on until {@link #close}; without, it borrows one from the {@link DeflateSharing} for each message.
 * One thread at a time, the sharing's.
 *
 * <p>The agreed window is kept although {@code java.util.zip} knows only the full one. From 9 bits on the
 * deflater forgets its window each 2<sup>w</sup> bytes ({@code FULL_FLUSH}), so nothing can refer further back. With 8,
 * such short stretches compress prose worse than Huffman codes alone, and no back-reference is used at all; unless the
 * whole message fits the window and nothing is taken over, where none can be too long.
 */
public final class MessageDeflater implements AutoCloseable {
    /** Below this window Huffman codes alone beat stretches of the window's size, on prose. */
    private static final int SMALLEST_FLUSHED_WINDOW_BITS = 9;
    /** How much goes to the deflater at once: the garbage collector waits while native code holds the array. */
    private static final int STEP = 64 * 1024;
    /** The bytes of an empty block without compression, which §7.2.1 removes from a message's end. */
    private static final int TAIL_LENGTH = 4;

    private final DeflateSharing sharing;
    private final boolean takeover;
    private final int windowBytes;
    private final int level;
    private final int smallWindowPlace;
    private final int threshold;

    /** Held between messages with context takeover, else between the pieces of one. */
    private @Nullable Deflater deflater;
    /** Where the deflater goes back to. */
    private int place;
    /** How far a back-reference could reach by now. */
    private int reach;
    /** Whether a message is begun and not ended. */
    private boolean begun;

    private boolean closed;

    private MessageDeflater(boolean takeover, int windowBits, DeflateOptions options, DeflateSharing sharing) {
        this.sharing = sharing;
        this.takeover = takeover;
        this.windowBytes = windowBits == DeflateTerms.MAX_WINDOW_BITS ? Integer.MAX_VALUE : 1 << windowBits;
        this.level = options.level();
        this.smallWindowPlace =
                windowBits < SMALLEST_FLUSHED_WINDOW_BITS ? DeflateSharing.HUFFMAN_ONLY : options.level();
        this.threshold = options.threshold();
    }

    /**
     * A deflater for what this end sends. It owns nothing yet.
     *
     * @param role of this end
     * @param terms what was agreed
     * @param options level and threshold are taken from here
     * @param sharing of the thread that will use it
     * @return to be closed with the connection
     */
    public static MessageDeflater of(Role role, DeflateTerms terms, DeflateOptions options, DeflateSharing sharing) {
        Objects.requireNonNull(role, "role must not be null");
        Objects.requireNonNull(terms, "terms must not be null");
        Objects.requireNonNull(options, "options must not be null");
        Objects.requireNonNull(sharing, "sharing must not be null");
        return new MessageDeflater(terms.takeover(role), terms.windowBits(role), options, sharing);
    }

    /**
     * Whether a message of this length is worth compressing. A message sent plain does not touch the context (RFC 7692
     * §7.2.3.2).
     *
     * @param length in bytes
     * @return false below the options' threshold
     */
    public boolean wants(int length) {
        return length >= threshold;
    }

    /**
     * Whether a compressed message may be thrown away and sent plain instead, for instance because it did not become
     * shorter (RFC 7692 §7.3).
     *
     * @return false with context takeover: the next message may refer to what the peer then never saw
     */
    public boolean mayDiscard() {
        return !takeover;
    }

    /**
     * Compresses a message or its next piece. Each piece ends at a byte's border and is complete: the peer can read it
     * without the next one.
     *
     * @param bytes not changed, not kept
     * @param offset of the first byte
     * @param length how many, 0 or more
     * @param last whether the message ends here: 00 00 FF FF is cut off (§7.2.1)
     * @return valid until the next call on any deflater of the same {@link DeflateSharing}
     * @throws IllegalStateException if this is closed
     */
    public Deflated deflate(byte[] bytes, int offset, int length, boolean last) {
        Objects.requireNonNull(bytes, "bytes must not be null");
        if (closed) {
            throw new IllegalStateException("expected an open deflater, but close() was called");
        }
        sharing.beginOutput();
        if (length > 0) {
            Deflater current = deflater != null ? deflater : begin(last ? length : Integer.MAX_VALUE);
            compress(current, bytes, offset, length);
        }
        begun = !last;
        if (last && !takeover) {
            release();
        }
        if (length == 0) {
            if (last) {
                // §7.2.3.6: an empty block without compression, less its tail. zlib would flush nothing twice.
                sharing.putByte((byte) 0);
            }
            return sharing.endOutput(0);
        }
        return sharing.endOutput(last ? TAIL_LENGTH : 0);
    }

    /** Gives the deflater back. Calling it again does nothing. */
    @Override
    public void close() {
        closed = true;
        release();
    }

    /** A view of compressed bytes: they begin at the array's begin. */
    public interface Deflated {
        /**
         * Where they are; not to be changed.
         *
         * @return may be longer than they are
         */
        byte[] array();

        /**
         * How many they are.
         *
         * @return in bytes
         */
        int length();
    }

    private Deflater begin(int messageLength) {
        // A whole message no longer than the window cannot refer too far back.
        place = !begun && !takeover && messageLength <= windowBytes ? level : smallWindowPlace;
        reach = 0;
        Deflater borrowed = sharing.borrowDeflater(place);
        deflater = borrowed;
        return borrowed;
    }

    private void compress(Deflater current, byte[] bytes, int offset, int length) {
        boolean bounded = place != DeflateSharing.HUFFMAN_ONLY && windowBytes != Integer.MAX_VALUE;
        int at = offset;
        int left = length;
        while (left > 0) {
            int step = Math.min(left, bounded ? Math.min(STEP, windowBytes - reach) : STEP);
            left -= step;
            int flush = left == 0 ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
            if (bounded) {
                reach += step;
                if (reach == windowBytes) {
                    flush = Deflater.FULL_FLUSH;
                    reach = 0;
                }
            }
            current.setInput(bytes, at, step);
            sharing.run(current, step + (step >> 8) + 64, flush);
            at += step;
        }
    }

    private void release() {
        Deflater held = deflater;
        if (held != null) {
            deflater = null;
            sharing.giveBack(held, place);
        }
    }
}
