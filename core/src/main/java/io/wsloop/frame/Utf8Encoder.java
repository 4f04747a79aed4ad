package io.wsloop.frame;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes text strictly, as {@link Utf8#encode} does; ASCII into one array again and again, so that sending it costs no
 * array of its own. One thread at a time.
 */
public final class Utf8Encoder {
    /** A longer text gets an array of its own, which then is worth it. */
    private static final int MOST_CHARS = 32 << 10;

    private static final byte[] NONE = {};

    private final CharsetEncoder latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    private CharBuffer chars = CharBuffer.allocate(0);
    private ByteBuffer encoded = ByteBuffer.wrap(NONE);
    private byte[] bytes = NONE;

    /** The text that was received last, for as long as its bytes still stand where they came; else null. */
    private @Nullable String received;

    private byte[] receivedBytes = NONE;
    private int receivedLength;

    /** An encoder that owns no array until its first use. */
    public Utf8Encoder() {}

    /**
     * Encodes. The way through Latin-1 looks long, but the JIT has one instruction for many characters of both its halves,
     * on every JDK from 17 on; it takes as long as the JDK's own encoding and leaves half the garbage of an echo. For text
     * beyond ASCII the JDK's own is the fastest there is.
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
     * What was just decoded: sent on as it is, by an echo, a relay or a room, the very same string is not encoded again.
     *
     * @param text the string that these bytes were decoded to
     * @param utf8 its bytes from the first on, which must stay until {@link #forget}; referred to even after, so an array
     *     that is used again and again
     * @param length how many
     */
    public void received(String text, byte[] utf8, int length) {
        received = text;
        receivedLength = length;
        // Nearly always the same array; a reference that is not written costs no fence under G1.
        if (receivedBytes != utf8) {
            receivedBytes = utf8;
        }
    }

    /** The received text's bytes are about to change, or whoever was told of it has returned. */
    public void forget() {
        received = null;
    }

    /** Leaves it encoded. */
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
     * Where the encoded text stands, from the first byte on.
     *
     * @return changed by the next text
     */
    public byte[] bytes() {
        return bytes;
    }
}
