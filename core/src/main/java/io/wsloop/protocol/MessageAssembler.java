package io.wsloop.protocol;

import io.wsloop.deflate.DeflateException;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.frame.Mask;
import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects one message's payload. Its array grows with the bytes that came, never by the length that a header announced. A
 * message that may complete in this call is collected in the bench's draft, which {@link #leaveDraft} gives back. Text is
 * validated as it comes.
 */
final class MessageAssembler {
    /** The longest array that every JVM gives. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** The longest message: inflating needs room for one byte more, to find out that a message is longer. */
    static final int MAX_MESSAGE = MAX_ARRAY - 1;

    /**
     * Compressed bytes that one call of the engine inflates. A byte inflates to 1032 bytes at most, so a driver can turn to
     * another connection in time.
     */
    private static final int INFLATED_AT_A_TIME = 4 << 10;

    /** The same when pieces are delivered, so that a piece stays below 1 MiB. */
    private static final int INFLATED_TO_A_PIECE = 1000;

    private static final byte[] NONE = {};

    private final Workbench bench;
    private final long maxMessageBytes;

    private byte[] bytes = NONE;

    /** True while {@link #bytes} is the bench's draft. */
    private boolean drafted;

    private int size;

    /** The bytes of the whole message so far, delivered pieces included. */
    private long received;

    private boolean text;
    private final Utf8Validator validator = new Utf8Validator();

    MessageAssembler(Workbench bench, long maxMessageBytes) {
        this.bench = bench;
        this.maxMessageBytes = maxMessageBytes;
    }

    void begin(boolean text) {
        this.text = text;
        received = 0;
        validator.reset();
    }

    boolean isText() {
        return text;
    }

    /** How many more bytes this message may have. */
    long allowance() {
        return maxMessageBytes - received;
    }

    /** The fault of a message that would have this many more bytes. */
    ViolationException tooBig(long more) {
        return new ViolationException(
                Violation.MESSAGE_TOO_BIG,
                "a message of at least " + Long.toUnsignedString(received + more) + " bytes is above the limit of "
                        + maxMessageBytes);
    }

    /**
     * Takes payload out of the buffer and unmasks it.
     *
     * @param expected the bytes of this frame that have not been taken yet, these included: the array need not grow further
     * @return the key, rotated for the next payload byte
     */
    int append(ByteBuffer in, int n, int key, long expected) throws ViolationException {
        room(n, expected);
        in.get(bytes, size, n);
        int rotated = Mask.apply(bytes, size, n, key);
        judge(n);
        return rotated;
    }

    /** Takes compressed payload out of the buffer, unmasks and inflates it, and fails at the first byte above the limit. */
    int inflate(ByteBuffer in, int n, int key, MessageInflater inflater) throws ViolationException {
        byte[] compressed = bench.scratch(n);
        in.get(compressed, 0, n);
        int rotated = Mask.apply(compressed, 0, n, key);
        inflater.feed(compressed, 0, n);
        drain(inflater);
        return rotated;
    }

    /** How many compressed bytes to take in one call of the engine. */
    static int bite(int available, boolean parts) {
        return Math.min(available, parts ? INFLATED_TO_A_PIECE : INFLATED_AT_A_TIME);
    }

    /** The last compressed byte has come: appends 00 00 FF FF, as a receiver must, and inflates the rest (RFC 7692 §7.2.2). */
    void inflateTail(MessageInflater inflater) throws ViolationException {
        inflater.feedTail();
        drain(inflater);
        inflater.endMessage();
    }

    private void drain(MessageInflater inflater) throws ViolationException {
        try {
            while (true) {
                room(1, 0);
                long most = Math.min(bytes.length - size, allowance() + 1);
                int n = inflater.inflate(bytes, size, (int) most);
                if (n == 0) {
                    return;
                }
                int good = (int) Math.min(n, allowance());
                // The bytes within the limit are judged first: then the first fault decides, however the input is cut.
                judge(good);
                if (n > good) {
                    throw tooBig(n - good);
                }
            }
        } catch (DeflateException e) {
            throw new ViolationException(Violation.DEFLATE_BROKEN, String.valueOf(e.getMessage()));
        }
    }

    /** Judges a whole text that was never appended here (§8.1). */
    void requireUtf8(byte[] message, int length) throws ViolationException {
        if (!Utf8.isValid(message, 0, length, validator)) {
            throw notUtf8();
        }
    }

    private void judge(int n) throws ViolationException {
        // §8.1: a byte stream that is not UTF-8 must fail the connection; we do so at the first byte that shows it.
        if (text && !validator.feed(bytes, size, n)) {
            throw notUtf8();
        }
        size += n;
        received += n;
    }

    static ViolationException notUtf8() {
        return new ViolationException(Violation.TEXT_NOT_UTF8, "a text message must be UTF-8, this one is not");
    }

    /** The message is complete. Text must not end within a character. */
    void end() throws ViolationException {
        if (text && !validator.isComplete()) {
            throw notUtf8();
        }
    }

    /** The whole message's bytes in an array of its length, which is the receiver's. */
    byte[] takeBytes() {
        byte[] message = !drafted && size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        release();
        return message;
    }

    /** The whole message's text. */
    String takeText() {
        String message = new String(bytes, 0, size, StandardCharsets.UTF_8);
        release();
        return message;
    }

    /** The text that is complete. The beginning of a character at its end stays for the next piece. */
    String takeTextPart() {
        int torn = validator.pending();
        String part = new String(bytes, 0, size - torn, StandardCharsets.UTF_8);
        byte[] rest = torn == 0 ? NONE : Arrays.copyOfRange(bytes, size - torn, size);
        release();
        bytes = rest;
        size = torn;
        return part;
    }

    /** How many bytes a piece would have now. */
    int available() {
        return text ? size - validator.pending() : size;
    }

    /** Gives the draft back before the engine's method returns: what is in it moves to an array of this message. */
    void leaveDraft() {
        if (drafted) {
            bytes = size == 0 ? NONE : Arrays.copyOf(bytes, size);
            drafted = false;
        }
    }

    long heldBytes() {
        return bytes.length;
    }

    void release() {
        bytes = NONE;
        drafted = false;
        size = 0;
    }

    private void room(int n, long expected) {
        if (bytes.length - size >= n) {
            return;
        }
        boolean more = expected > n;
        // The draft serves only a message that can complete in this call: the bytes of a longer one would be copied
        // twice.
        if (size == 0 && !drafted && !more && n <= Workbench.SCRATCH_BYTES) {
            bytes = bench.draft();
            drafted = true;
            return;
        }
        long needed = (long) size + n;
        long grown = more ? onTheWay(needed, size + expected) : needed + (needed >> 1);
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, grown), MAX_ARRAY));
        drafted = false;
    }

    /**
     * The array's length while the rest of a frame is on its way: the whole message once a fifth of it has come, else four
     * times what has come. That keeps copies few, and the memory in proportion to the bytes that the peer has sent.
     */
    private static long onTheWay(long came, long whole) {
        return whole <= came * 5 ? whole : came * 4;
    }
}
