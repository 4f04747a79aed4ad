package io.wsloop.frame;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes text strictly, as {@link Utf8#encode} does. It encodes ASCII into one array that it uses again and again, so
 * that sending a text needs no new array. One thread at a time.
 */
public final class Utf8Encoder {
    /** A longer text gets a new array, whose cost is small beside the text's. */
    private static final int MOST_CHARS = 32 << 10;

    /** A longer array is released with its text. */
    private static final int MOST_KEPT = 64 << 10;

    private static final byte[] NONE = {};

    private final CharsetEncoder latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    private CharBuffer chars = CharBuffer.allocate(0);
    private ByteBuffer encoded = ByteBuffer.wrap(NONE);
    private byte[] bytes = NONE;

    /** The text that was received last; null once its bytes may have changed. */
    private @Nullable String received;

    private byte[] receivedBytes = NONE;
    private int receivedLength;

    /** Makes an encoder that owns no array until its first use. */
    public Utf8Encoder() {}

    /**
     * Encodes a text. ASCII goes through the Latin-1 encoder, whose loops the JIT turns into vector instructions on every JDK
     * from 17 on: it is as fast as {@code getBytes} and halves the garbage of an echo. For other text {@code getBytes} is the
     * fastest there is.
     *
     * @param text must hold no unpaired surrogate
     * @return how many of {@link #bytes} it takes
     * @throws IllegalArgumentException at an unpaired surrogate, naming its index
     */
    public int encode(String text) {
        if (text == received) {
            bytes = receivedBytes;
            return receivedLength;
        }
        int length = text.length();
        if (length <= MOST_CHARS && isAscii(text, length)) {
            bytes = encoded.array();
            return length;
        }
        bytes = Utf8.encode(text);
        return bytes.length;
    }

    /**
     * Remembers a text that was just decoded. When an echo or a relay sends the same String on, it is not encoded
     * again.
     *
     * @param text the String that these bytes were decoded to
     * @param utf8 its bytes from index 0, which must not change until {@link #forget}. The encoder keeps the array even
     *     afterwards, so it should be one that is used again and again
     * @param length how many bytes
     */
    public void received(String text, byte[] utf8, int length) {
        received = text;
        receivedLength = length;
        // The array is nearly always the same. A reference that is not written costs no barrier under G1.
        if (receivedBytes != utf8) {
            receivedBytes = utf8;
        }
    }

    /** Forgets the received text, because its bytes are about to change. */
    public void forget() {
        received = null;
    }

    /** Encodes the text, and tells whether it was ASCII. */
    private boolean isAscii(String text, int length) {
        if (chars.capacity() == 0) {
            chars = CharBuffer.allocate(MOST_CHARS);
            encoded = ByteBuffer.allocate(MOST_CHARS);
        }
        text.getChars(0, length, chars.array(), 0);
        CoderResult result = latin1.reset().encode(chars.clear().limit(length), encoded.clear(), true);
        return result.isUnderflow() && Utf8.isAscii(encoded.array(), 0, length);
    }

    /**
     * The array that holds the encoded text, from index 0.
     *
     * @return the encoder's own array, which the next text changes
     */
    public byte[] bytes() {
        return bytes;
    }

    /** Releases the array of a long text, which would stay until the next text. Call this after the last use of it. */
    public void release() {
        if (bytes.length > MOST_KEPT) {
            bytes = NONE;
        }
    }
}
