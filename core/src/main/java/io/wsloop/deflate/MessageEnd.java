package io.wsloop.deflate;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Finds out whether a compressed message ended where it must, or was cut off. A sound message ends behind the header
 * bits of an empty stored block, because its sender has removed the rest of that block, 00 00 FF FF (RFC 7692 §7.2.1).
 * {@link Inflater} does not tell its state, but its reaction to the next bytes does.
 *
 * <p>The probe is the rest of a stored block: a length, and bytes. An inflater behind a stored block's header gives
 * exactly these bytes. Within a stored block's data it gives the length first. Within a stored block's length, the two
 * halves do not complement each other, or bytes of the length count as data. Within Huffman codes, the peer's codes
 * would have to decode the length and the bytes together to the bytes alone.
 *
 * <p>The four bytes 00 00 FF FF, which a receiver appends (§7.2.2), tell less. A block of length 0 gives no output, and
 * these zeros and ones also complete many a block that was cut off.
 *
 * <p>One thread at a time.
 */
final class MessageEnd {
    /**
     * The block's length, the length's complement, and the block's bytes: digits of π, which no code fits by chance.
     */
    private static final byte[] PROBE =
            HexFormat.of().parseHex("2000dfff" + "243f6a8885a308d313198a2e03707344a4093822299f31d0082efa98ec4e6c89");

    private static final int DATA = 4;
    private static final int LENGTH = PROBE.length - DATA;

    /** One byte longer than the right answer: an inflater that gives more fills it. */
    private final byte[] answer = new byte[LENGTH + 1];

    /**
     * Tells whether the message ended where it must. The inflater cannot go on with its stream afterwards.
     *
     * @param inflater has used up the message's bytes, and has not finished a final block
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
