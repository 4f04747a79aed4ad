package io.wsloop.deflate;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Tells a message that ends where RFC 7692 §7.2.1 has it end, behind the header bits of a stored block, from one that was
 * cut off anywhere else. {@link Inflater} does not say in which state it is; what it makes of the next bytes does.
 *
 * <p>The probe is the rest of a stored block: its length, and bytes. Behind a stored block's header exactly those bytes come
 * out. Within a stored block's data the length comes out first. Within its length the two halves do not complement each
 * other, or bytes of the length count as data. Within Huffman codes, the peer's codes would have to decode the length and the
 * bytes together to the bytes alone. The four bytes of §7.2.2 do not tell as much: a block of length 0 yields nothing, and
 * their zeros and ones complete many a cut block that yields nothing either.
 *
 * <p>One thread at a time.
 */
final class MessageEnd {
    /** The block's length, its complement, and its bytes: digits of π, a pattern that no code fits by chance. */
    private static final byte[] PROBE =
            HexFormat.of().parseHex("2000dfff" + "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");

    private static final int DATA = 4;
    private static final int LENGTH = PROBE.length - DATA;

    /** A byte more than is right: an inflater that has more to say fills it. */
    private final byte[] answer = new byte[LENGTH + 1];

    /**
     * Uses up the inflater's stream.
     *
     * @param inflater of a message whose bytes are used up and whose last block, if it was a final one, is not finished
     */
    boolean isReached(Inflater inflater) {
        inflater.setInput(PROBE);
        try {
            return inflater.inflate(answer) == LENGTH
                    && inflater.getRemaining() == 0
                    && Arrays.equals(answer, 0, LENGTH, PROBE, DATA, PROBE.length);
        } catch (DataFormatException e) {
            return false;
        }
    }
}
