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
 * Collects one message's payload and validates text as it comes. Its array grows with the bytes that came, never by the
 * length that a header announced. A message that may complete in this call is collected in the draft, an array that all
 * engines of the bench share; {@link #leaveDraft} gives it back.
 */
final class MessageAssembler {
    /** The longest array that every JVM can make. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** The longest message. Inflating needs room for one more byte, to find out that a message is longer. */
    static final int MAX_MESSAGE = MAX_ARRAY - 1;

    /**
     * The most compressed bytes that one call of the engine inflates. A byte inflates to 1032 bytes at most, so the
     * driver soon gets back to its other connections.
     */
    private static final int INFLATED_AT_A_TIME = 4 << 10;

    /** The same with {@link io.wsloop.Delivery#PARTS}: each piece stays below 1 MiB. */
    private static final int INFLATED_TO_A_PIECE = 1000;

    private static final byte[] NONE = {};

    private final Workbench bench;
    private final long maxMessageBytes;

    private byte[] bytes = NONE;

    /** True while {@link #bytes} is the bench's draft. */
    private boolean drafted;

    private int size;

    /** The bytes of the whole message so far, with the pieces that were delivered. */
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

    /** The number of bytes that this message may still grow by. */
    long allowance() {
        return maxMessageBytes - received;
    }

    /** The violation of a message that would grow by this many bytes. */
    ViolationException tooBig(long more) {
        return new ViolationException(
                Violation.MESSAGE_TOO_BIG,
                "a message of at least " + Long.toUnsignedString(received + more) + " bytes is above the limit of "
                        + maxMessageBytes);
    }

    /**
     * Copies payload out of the buffer and unmasks the copy.
     *
     * @param expected the bytes of this frame that have not been read yet, these included: the array need not grow
     *     further
     * @return the key, rotated for the next payload byte
     */
    int append(ByteBuffer in, int n, int key, long expected) throws ViolationException {
        room(n, expected);
        in.get(bytes, size, n);
        int rotated = Mask.apply(bytes, size, n, key);
        judge(n);
        return rotated;
    }

    /**
     * Copies compressed payload out of the buffer, unmasks and inflates it, and fails at the first byte above the
     * limit.
     */
    int inflate(ByteBuffer in, int n, int key, MessageInflater inflater) throws ViolationException {
        byte[] compressed = bench.scratch(n);
        in.get(compressed, 0, n);
        int rotated = Mask.apply(compressed, 0, n, key);
        inflater.feed(compressed, 0, n);
        drain(inflater);
        return rotated;
    }

    /** The number of compressed bytes to take in one call of the engine. */
    static int portion(int available, boolean parts) {
        return Math.min(available, parts ? INFLATED_TO_A_PIECE : INFLATED_AT_A_TIME);
    }

    /** Inflates the rest once the last compressed byte has come. A receiver appends 00 00 FF FF (RFC 7692 §7.2.2). */
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
                // The bytes within the limit are validated first. So the first fault decides, wherever the input was
                // cut.
                judge(good);
                if (n > good) {
                    throw tooBig(n - good);
                }
            }
        } catch (DeflateException e) {
            throw new ViolationException(Violation.DEFLATE_BROKEN, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Validates a whole text that was never appended here: an endpoint must fail the connection at text that is not
     * UTF-8 (RFC 6455 §8.1).
     */
    void requireUtf8(byte[] message, int length) throws ViolationException {
        if (!Utf8.isValid(message, 0, length, validator)) {
            throw notUtf8();
        }
    }

    private void judge(int n) throws ViolationException {
        // RFC 6455 §8.1: an endpoint must fail the connection at text that is not UTF-8. We do so at the first wrong
        // byte.
        if (text && !validator.feed(bytes, size, n)) {
            throw notUtf8();
        }
        size += n;
        received += n;
    }

    static ViolationException notUtf8() {
        return new ViolationException(Violation.TEXT_NOT_UTF8, "a text message must be UTF-8, this one is not");
    }

    /** Ends the message. A text must not end within a character. */
    void end() throws ViolationException {
        if (text && !validator.isComplete()) {
            throw notUtf8();
        }
    }

    /** The whole message in an array of exactly its length. The receiver of the message keeps the array. */
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

    /** The whole characters that have come. The beginning of a character at the end stays for the next piece. */
    String takeTextPart() {
        int torn = validator.pending();
        String part = new String(bytes, 0, size - torn, StandardCharsets.UTF_8);
        byte[] rest = torn == 0 ? NONE : Arrays.copyOfRange(bytes, size - torn, size);
        release();
        bytes = rest;
        size = torn;
        return part;
    }

    /** The number of bytes that could be delivered as a piece now. */
    int available() {
        return text ? size - validator.pending() : size;
    }

    /** Gives the draft back before the engine's method returns. Its bytes move to an array of this message. */
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
        // The draft serves only a message that can complete in this call. The bytes of a longer one would be copied
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
     * The array's length while the rest of a frame is on its way: the whole message once a fifth of it has come, before
     * that four times the bytes that have come. So copies are few, and the memory stays in proportion to the bytes that
     * the peer has sent.
     */
    private static long onTheWay(long came, long whole) {
        return whole <= came * 5 ? whole : came * 4;
    }
}
