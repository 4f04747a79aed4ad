package io.wsloop.deflate;

import io.wsloop.Role;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages that one connection sends (RFC 7692 §7.2.1). With context takeover it holds a deflater from
 * the first message until {@link #close}. Without, it borrows one from the {@link DeflateSharing} for each message.
 * Only the thread of the sharing may use it.
 *
 * <p>The messages stay within the agreed window, although {@code java.util.zip} has no setting for it. From 9 bits on,
 * the deflater forgets everything after each 2<sup>w</sup> bytes ({@code FULL_FLUSH}), so no back-reference reaches
 * further. With 8 bits such short stretches compress prose worse than Huffman codes alone, so no back-reference is used
 * at all. An exception is a message that fits into the window and takes no context over: its back-references cannot
 * reach too far.
 */
public final class MessageDeflater implements AutoCloseable {
    /** With a smaller window, Huffman codes alone compress prose better than stretches of the window's size. */
    private static final int SMALLEST_FLUSHED_WINDOW_BITS = 9;
    /**
     * The most bytes that go to the deflater at once: the garbage collector waits while native code holds the array.
     */
    private static final int STEP = 64 * 1024;
    /**
     * The length of 00 00 FF FF, the end of an empty block without compression. A sender removes it from the message's
     * end (RFC 7692 §7.2.1).
     */
    private static final int TAIL_LENGTH = 4;

    private final DeflateSharing sharing;
    private final boolean takeover;
    private final int windowBytes;
    private final int level;
    private final int smallWindowPlace;
    private final int threshold;

    /** Held between messages with context takeover, and between the pieces of one message without. */
    private @Nullable Deflater deflater;
    /** The index of the deflater in the sharing. */
    private int place;
    /** How far a back-reference could reach now, in bytes. */
    private int reach;
    /** True while a message has begun and has not ended. */
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
     * Makes a deflater for the messages that this end sends. It owns nothing yet.
     *
     * @param role of this end
     * @param terms what both ends agreed on
     * @param options the level and the threshold are taken from here
     * @param sharing of the thread that will use it
     * @return the deflater; close it with the connection
     */
    public static MessageDeflater of(Role role, DeflateTerms terms, DeflateOptions options, DeflateSharing sharing) {
        Objects.requireNonNull(role, "role must not be null");
        Objects.requireNonNull(terms, "terms must not be null");
        Objects.requireNonNull(options, "options must not be null");
        Objects.requireNonNull(sharing, "sharing must not be null");
        return new MessageDeflater(terms.takeover(role), terms.windowBits(role), options, sharing);
    }

    /**
     * Tells whether a message of this length is worth compressing. A message that is sent uncompressed leaves the
     * context as it is (RFC 7692 §7.2.3.2).
     *
     * @param length in bytes
     * @return false below the options' threshold
     */
    public boolean wants(int length) {
        return length >= threshold;
    }

    /**
     * Tells whether a compressed message may be discarded and sent uncompressed instead, for example because it did not
     * become shorter.
     *
     * @return false with context takeover, because the next message may refer to bytes that the peer never saw
     */
    public boolean mayDiscard() {
        return !takeover;
    }

    /**
     * Compresses a message or its next piece. Each piece ends with a whole byte, and the peer can read it without the
     * next one.
     *
     * @param bytes not changed, not kept
     * @param offset of the first byte
     * @param length how many bytes, 0 or more
     * @param last whether the message ends here; then 00 00 FF FF is cut off, as a sender must do (RFC 7692 §7.2.1)
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
                // RFC 7692 §7.2.3.6: an empty message is one byte 00, an empty block without its tail. zlib gives no
                // output for a second flush, so this class writes the byte.
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

    /** A view of compressed bytes, which begin at the array's first byte. */
    public interface Deflated {
        /**
         * The array that holds the bytes. The caller must not change it.
         *
         * @return may be longer than {@link #length}
         */
        byte[] array();

        /**
         * How many of the array's bytes belong to the view.
         *
         * @return bytes
         */
        int length();
    }

    private Deflater begin(int messageLength) {
        // A message that is no longer than the window cannot refer back too far.
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
