package io.wsloop.frame;
import org.jspecify.annotations.Nullable;
/** Whole-message text: new String first, strict validator only when the result contains U+FFFD; and the way back. */
public final class Utf8 {
    private Utf8() {}
    /** null when the bytes are not UTF-8. */
    public static @Nullable String decode(byte[] bytes, int offset, int length) { throw new UnsupportedOperationException(); }
    /** strict encode: IllegalArgumentException at an unpaired surrogate (fast path: getBytes, then question '?' only when the string has a surrogate that is unpaired). */
    public static byte[] encode(String text) { throw new UnsupportedOperationException(); }
}
