package io.wsloop.deflate;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Tells a message that ends where RFC 7692 §7.2.1 has it end, behind the header bits of a stored block, from one that was
 * cut off anywhere else. {@link Inflater} does not say in which state it is; what it makes of the next bytes does.
 *
 * <p>The probe is the rest of a stored block, length and bytes. Behind a stored block's header exactly those bytes come
 * out. Within another block's data the length comes out first, within a length the two halves do not complement each other
 * or too much is left, and within Huffman codes the bits would have to spell the same bytes in the peer's codes, in
 * fewer or more bits than they have. The four bytes of §7.2.2 are a worse probe: a block of length 0 yields nothing, and
 * so do many cut blocks that their zeros and ones complete.
 *
 * <p>One thread at a time.
 */
final class MessageEnd {
    /** The length of the block, its complement, and its bytes: digits of π, which follow no pattern that a code would fit by chance. */
    private static final byte[] PROBE = {
        0x20,
        0x00,
        (byte) 0xDF,
        (byte) 0xFF, //
        0x24,
        0x3F,
        0x6A,
        (byte) 0x88,
        (byte) 0x85,
        (byte) 0xA3,
        0x08,
        (byte) 0xD3, //
        0x13,
        0x19,
        (byte) 0x8A,
        0x2E,
        0x03,
        0x70,
        0x73,
        0x44, //
        (byte) 0xA4,
        0x09,
        0x38,
        0x22,
        0x29,
        (byte) 0x9F,
        0x31,
        (byte) 0xD0, //
        0x08,
        0x2E,
        (byte) 0xFA,
        (byte) 0x98,
        (byte) 0xEC,
        0x4E,
        0x6C,
        (byte) 0x89
    };

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
