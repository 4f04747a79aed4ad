package io.wsloop.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Validates UTF-8 that arrives in pieces (RFC 3629 §4). It fails at the first byte that cannot stand in a valid text:
 * an overlong form, a surrogate or a code point above U+10FFFF shows at its second byte. One thread at a time.
 *
 * <p>ASCII is skipped eight bytes at a time. Other bytes go through a state machine. Each byte value has one long,
 * which holds the next state for each state, and a state is the number of bits by which to shift that long. So a step
 * is one shift and no branch; with branches, mixed text took four times as long.
 */
public final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ANY_HIGH_BIT = 0x8080_8080_8080_8080L;

    /** The bytes that go through the state machine before the next look for ASCII. */
    private static final int STRIDE = 16;

    private static final int STATE_BITS = 6;
    private static final int STATE = (1 << STATE_BITS) - 1;
    /** A wrong byte came. The table holds zeros where nothing was entered, so no byte leads out of this state. */
    private static final int BROKEN = 0;

    private static final int WHOLE = STATE_BITS;
    private static final int ONE_MISSING = 2 * STATE_BITS;
    private static final int TWO_MISSING = 3 * STATE_BITS;
    private static final int THREE_MISSING = 4 * STATE_BITS;
    private static final int AFTER_E0 = 5 * STATE_BITS;
    private static final int AFTER_ED = 6 * STATE_BITS;
    private static final int AFTER_F0 = 7 * STATE_BITS;
    private static final int AFTER_F4 = 8 * STATE_BITS;

    private static final long[] STEPS = new long[256];

    /* The byte sequences that RFC 3629 §4 allows. */
    static {
        from(WHOLE, 0x00, 0x7F, WHOLE);
        from(WHOLE, 0xC2, 0xDF, ONE_MISSING);
        from(WHOLE, 0xE0, 0xE0, AFTER_E0);
        from(WHOLE, 0xE1, 0xEC, TWO_MISSING);
        from(WHOLE, 0xED, 0xED, AFTER_ED);
        from(WHOLE, 0xEE, 0xEF, TWO_MISSING);
        from(WHOLE, 0xF0, 0xF0, AFTER_F0);
        from(WHOLE, 0xF1, 0xF3, THREE_MISSING);
        from(WHOLE, 0xF4, 0xF4, AFTER_F4);
        // The second byte's range is narrower where an overlong form, a surrogate or a code point above U+10FFFF would
        // begin.
        from(AFTER_E0, 0xA0, 0xBF, ONE_MISSING);
        from(AFTER_ED, 0x80, 0x9F, ONE_MISSING);
        from(AFTER_F0, 0x90, 0xBF, TWO_MISSING);
        from(AFTER_F4, 0x80, 0x8F, TWO_MISSING);
        from(THREE_MISSING, 0x80, 0xBF, TWO_MISSING);
        from(TWO_MISSING, 0x80, 0xBF, ONE_MISSING);
        from(ONE_MISSING, 0x80, 0xBF, WHOLE);
    }

    private int state = WHOLE;
    /** The bytes that have come of an incomplete character at the end. */
    private int begun;

    /** Makes a validator at the beginning of a text. */
    public Utf8Validator() {}

    private static void from(int state, int lowest, int highest, int following) {
        for (int b = lowest; b <= highest; b++) {
            STEPS[b] |= (long) following << state;
        }
    }

    /**
     * Validates the next piece.
     *
     * @param bytes not changed
     * @param offset of the first byte
     * @param length how many bytes
     * @return false at the first wrong byte, and then until {@link #reset}
     */
    public boolean feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        // The lowest six bits are the state. A shift ignores the others.
        long current = state;
        while (at < end) {
            if (current == WHOLE) {
                at = skipAscii(bytes, at, end);
            }
            int stop = Math.min(end, at + STRIDE);
            for (; at < stop; at++) {
                current = STEPS[bytes[at] & 0xFF] >>> current;
            }
            current &= STATE;
            if (current == BROKEN) {
                break;
            }
        }
        state = (int) current;
        begun = state == WHOLE || state == BROKEN ? 0 : begun(bytes, offset, end);
        return state != BROKEN;
    }

    /**
     * Counts the bytes of an incomplete character, back to its lead byte. The lead byte may have come with an earlier
     * piece.
     */
    private int begun(byte[] bytes, int offset, int end) {
        int at = end;
        while (at > offset && end - at < 3) {
            at--;
            if ((bytes[at] & 0xC0) == 0xC0) {
                return end - at;
            }
        }
        return begun + end - offset;
    }

    /**
     * Tells whether the text so far is valid and ends with a whole character.
     *
     * @return true for a fresh validator
     */
    public boolean isComplete() {
        return state == WHOLE;
    }

    /**
     * The bytes at the end of the text so far that belong to a character which is not complete yet.
     *
     * @return 0-3
     */
    public int pending() {
        return begun;
    }

    /** Forgets everything: the next byte begins a text. */
    public void reset() {
        state = WHOLE;
        begun = 0;
    }

    /**
     * Takes the state of another validator.
     *
     * @param other not changed
     */
    public void resume(Utf8Validator other) {
        state = other.state;
        begun = other.begun;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + 8 <= end && ((long) LONGS.get(bytes, at) & ANY_HIGH_BIT) == 0) {
            at += 8;
        }
        return at;
    }
}
